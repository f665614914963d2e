"""What people say between wishes and edits, and around them.

Slots: `{p}` a picture, `{a}` and `{b}` two of them, `{x}` a thing with its article, `{t}` without,
`{c}` a colour, `{y}` a new thing, `{n}` a number, `{name}` a name. Kept apart by tool; within one,
the held-out wordings are never seen in training. How alternatives are written is told in
`dialogue_alternatives`.
"""

from got_models.sceneworld.dialogue_alternatives import alternatives, ways
from got_models.sceneworld.wordings import Wordings

AROUND = ways(
    """
    {} / {} / {} / {} /
    [|please|could you please|would you|ok,|okay|now|ok now|hmm,|hey,|and|then|alright,|great.|
    nice!|good. now|thanks.|i want you to|i'd like you to|i would like to|i want to|
    i think you should|let's|just|no,|well,|so|can we|pls|go ahead and|maybe|actually,|
    one more thing:|next,|oh,|wait,] {} / [|can you] {} please / [can you|could you|could we] {}?
    """,
    heldout="would you mind to {} / be so kind and {} / fine, {} / {} if you can / {}, ok?",
)
"""Around what one asks to be done."""

LEADS = ways(
    """
    {} / {} / {} / {} / {} /
    [|ok,|hmm,|hey,|hi,|hello!|nice!|great.|thanks.|well,|actually,|no,|oh,|good.|alright.|cool,] {}
    """,
    heldout="fine. {} / right, {} / lovely! {}",
)
"""Before any message."""

AGAIN = ways(
    """
    [now something else:|new picture:|a new picture:|start over.|start over with|forget that.|
    forget this one,|another picture:|another one:|next picture:|next:|a different picture now,|
    completely new:|fresh start:|from scratch:|new one please:|time for something different,|
    leave that.|separately,|for the next picture,|in a new picture:|instead of that picture,|
    different idea:|new idea.|draw a new one:|make another picture.] {} /
    let's [do a new one.|begin a new picture:] {} / i want a new picture. {}
    """,
    heldout="on to another one: {} / throw it all away, {} / a second subject: {}",
)
"""Before a wish that begins a new picture."""

FRESH = ways(
    """
    [now draw|a new image of|next draw|now a picture of|now show me|this time i want|this time draw|
    this time just] {} / draw {} in a new picture /
    [make a new picture|make another picture|i want another picture,|a new picture|another image|
    now an image|new picture|start a new picture|begin a new one|start again|start over] with {} /
    make a new picture of {} / let's make a new one with {} / let's draw {} now /
    can i have a new picture with {}? / could you draw me {} next?
    """,
    heldout="do a different picture with {} / on a clean sheet: {}",
)
"""Beginning a new picture when there are some; the wish is what it should show."""

WISHES = ways(
    """
    can i get {}? /
    [can i have|i'd like to see|i would love|we need|my son would like|my kids want|my wife wants|
    for my website:|for a birthday card,|for school i need|make something with|something with|
    anything with|how about|let's start with|let's have|let's see|let's try|let me see|try|
    try to draw|imagine|think of|picture this:|a simple picture of|one picture with|
    an illustration of|a pic of|a pic with|a drawing with|a nice picture of|please do|do|
    do a drawing of|sketch|design|render|produce an image of|would you draw|can you show me|
    can you do|could you create|show us|i was thinking of|i am thinking about|i'm looking for|
    all i want is|it should show|the picture should have|you could draw] {} /
    could i have a picture of {}? / i'd like a picture with {} /
    [i'd love|we need|do me] a picture of {} / for a poster i need {} / what about {}? /
    would you paint {} for me? / what would {} look like? / how would {} look /
    the picture should show {} and nothing else / would be cool to have {} /
    put {} [in a picture|together]
    """,
    heldout="""
    dream up {} / my friend asked for {} / is {} possible? / go for {} /
    picture of {}, quick
    """,
)
"""Wishing for things; `{}` is what to draw."""

CHANGES: dict[str, Wordings] = {
    "recolour": ways(
        """
        [{x} should|{x} must|{x} has to|{x} needs to|can {x}|i'd like {x} to|i wanted {x} to|
        let {x}] be {c} / [could {x} be|how about {x} in|what if {x} was] {c}? /
        [why not make|i'd prefer|tint|repaint] {x} {c} /
        [i would prefer {x}|i like {x} more|try {x}|the same with {x}] in {c} / {x} in {c} please /
        {c} would suit {x} better / [use {c}|i said {c}|a {c} colour] for {x} /
        {x} is the wrong colour, it should be {c} / give {x} a {c} colour /
        switch the colour of {x} to {c} / i think {x} looks better {c}
        """,
        heldout="shouldn't {x} be {c}? / {c} is the right colour for {x} / {x}: {c}",
    ),
    "remove": ways(
        """
        [i don't need|i do not like|cut|clear|clear away|take off|leave out|throw out|eliminate|
        hide|i want it without|the same without|scratch|skip] {x} /
        [i don't like {x},|why is {x} there?] remove it /
        {x} [has to go|must go|is too much|bothers me|shouldn't be there] /
        [take {x}|throw {x}|can {x} go] away / take {x} off / leave {x} out / i want {x} gone /
        can it be without {x}? / without {x} please / there should be no {t}
        """,
        heldout="{x} can leave / do away with {x} / who needs {x}?",
    ),
    "add": ways(
        """
        [i'd like|put|i need|also draw] {y} in it / i want {y} in there /
        [put in|can it have|i miss|i'm missing|plus|let it have|it also needs|also|throw in|
        bring in] {y} / [put {y} there|and {y}|let there be {y}|it should have {y}] as well /
        can there be {y}? / could there be {y} too? / what about {y} in it? /
        how about adding {y}? / and {y} too / {y} too please / with {y} [too|please] /
        [we need {y}|{y} should be] in it too / the same with {y} added
        """,
        heldout="would {y} fit in there? / give me {y} on top of that / there is no {t} yet",
    ),
    "replace": ways(
        """
        i'd rather have {y} than {x} / [i would like|use] {y} instead of {x} /
        [let {x} be|{x} should become|what if {x} was|convert {x} to|switch {x} for|
        not {x} but] {y} / {x} should be {y} instead / make {y} out of {x} / put {y} where {x} is /
        can {x} become {y}? / take {x} out and put {y} there
        """,
        heldout="{x} is dull, have {y} there / {y} would be better than {x}",
    ),
    "bigger": ways(
        """
        {x} [is too small|is a bit small|could be larger|should be larger] /
        [{x} could be|{x} needs to be|i'd like {x}|make {x} a bit|more of {x},] bigger /
        can {x} be larger? / a bigger {t} please / let {x} grow
        """,
        heldout="{x} deserves more space / {x} looks so little",
    ),
    "smaller": ways(
        """
        {x} [is too|is a bit|should not be so] big / {x} is too large /
        [{x} could be|{x} needs to be|i'd like {x}|make {x} a bit] smaller / can {x} be smaller? /
        a smaller {t} please / let {x} shrink
        """,
        heldout="{x} is a giant / {x} should be less big",
    ),
}
"""More ways to ask for an edit, by what is done."""

LOOKS = ways(
    """
    make [it brighter|it darker|everything warmer|everything blue|the background brighter|it rainy|
    it sunny|the whole picture green|them all red|all of them bigger] /
    make it look like a [painting|cartoon|watercolour] / give it more contrast /
    [more contrast|a plain background] please /
    i want [it a bit lighter|everything in pastel colours|one less] / it should look older /
    the background is too dark / [blur|remove] the background / add some snow /
    tone down the colours / turn it into a comic / give everything a red tint /
    it needs more light / let it look like winter / swap the two / put them closer together /
    spread them out / turn both of them blue / one more of those / add two more /
    remove one of them / add another one next to it
    """,
    heldout="it could do with some fog / soften the whole thing / make them hold hands",
)
"""Edits that name nothing of the world."""

UNDO = ways(
    """
    undo / undo [|that|it|this|the last edit] /
    [undo|revert|cancel|remove|forget|drop|take back] the last [change|step] /
    [go|go one|go a step|step|take that|take it|change it|turn it|get the old one] back /
    [go|] back one step / revert / [revert|reverse|cancel] that /
    restore the one before that change / [return to|put it back] how it was / make it like before /
    bring back what we had before
    """,
    heldout="scrap that last change / unmake that / rewind by one / roll it back",
)

UNDO_SAID = ways(
    """
    [i liked it better|it was better|worse than] before / that's worse, go back one step /
    that was a mistake / oops / oops, that was wrong / ctrl z / ctrl+z / no, not like that, back /
    that's not what i wanted, go back / i don't like that change /
    i don't want that change after all / the last change was bad / before was better / ugh, undo /
    nope, undo / no no, back / the old one was nicer / that did not help, revert it /
    i preferred the old version / let's not do that / previous version please /
    back to the previous one / i changed my mind, undo it
    """,
    heldout="the one before was nicer / that made it ugly / not an improvement",
)

UNDO_STEPS = ways(
    """
    [undo|go back|revert|back] {n} steps / [undo|take back|remove] the last {n} changes /
    [undo|revert] the last {n} edits / go {n} steps back / [undo|step back] {n} times / undo {n}
    """,
    heldout="rewind {n} changes / unwind it {n} times",
)

REDO = ways(
    """
    redo / redo [|that|it|this] / [redo|put back] the [change|edit|last change|last step] /
    [put the change|bring the change|bring it|repeat what you took] back / put it back in /
    [do it|go forward|apply it] again / [restore|reapply] the change / restore what i undid /
    undo the undo / [go|one step|step|] forward
    """,
    heldout="reinstate that / forward again by one / return the change",
)

REDO_SAID = ways(
    """
    [the change was good|i liked the change] after all / no, i want the change back / ctrl y /
    ctrl+y / hm, the change was better / [it was better|on second thought,] with the change
    """,
    heldout="the undo was a mistake / i'd rather have the change",
)

GO_TO = ways(
    """
    [go back to|go to|back to|return to|switch to|switch back to|jump to|open|show me|show|take|use|
    select|pick|choose|load|continue with|continue from|go on with|keep going with|work on|
    work with|carry on with|start from|proceed with|restore|bring back|turn to|move to|
    look at] {p} / [open|show me|see|have] {p} again / [bring|have] {p} back /
    make {p} the current one
    """,
    heldout="rewind to {p} / settle on {p} / hop over to {p}",
)

GO_TO_SAID = ways(
    """
    {p} [please||is the best|is better|is good, take it|was better|was the best|looks better|it is|
    was nicer, go there] / [i want|i prefer|i'll take|i meant|we were at] {p} / i want {p} again /
    i like {p} [best|better|more] / where were we with {p}? let's continue there
    """,
    heldout="{p} was the best, take it / my choice is {p} / {p} wins",
)

BRANCH = ways(
    """
    [|make a|start a|start a new|create a|create a new|open a new|new|begin a side] branch /
    [branch|fork it|split] here / branch off /
    [branch|start a new branch|go a different way] from here / new branch please / fork this /
    make a copy of this to play with / make a copy / keep this one and try a variant /
    keep this and try something else from here / save this state, i want to try something else /
    try another direction from this one / try something different without losing this /
    duplicate this and go on with the copy
    """,
    heldout="park this one and open a side track / fork off at this point / split off a copy",
)

BRANCH_NAMED = ways(
    """
    [branch|make a branch called|make a branch named|create a branch called|create a branch|
    start a branch|open a branch named|new branch:|new branch|new branch called|fork this as|
    branch off as|make a copy called] {name} /
    start a [new branch called|branch with the name] {name} / branch here and call it {name} /
    a branch {name} please
    """,
    heldout="open a side track {name} / split off a branch by the name of {name}",
)

NAME = ways(
    """
    [call {p}|name {p}|rename {p} to|rename {p}|give {p} the name|title {p}|label {p}|label {p} as|
    tag {p} as|tag {p}|save {p} as|remember {p} as|store {p} as|let {p} be called] {name} /
    save {p} under the name {name} / set the name of {p} to {name}
    """,
    heldout="baptise {p} {name} / file {p} under {name}",
)

NAME_SAID = ways(
    """
    {p} [is called|should be called|shall be] {name} /
    [the name of|the title of|from now on] {p} is {name} / {name} is a good name for {p}
    """,
    heldout="{p} goes by {name} / {name} would be a fine title for {p}",
)

STAR = ways(
    """
    [star|put a star on|add a star to|mark|favourite|favorite|bookmark|flag|pin|like] {p} /
    give {p} a star / [mark|save] {p} as a favourite / mark {p} as my favorite /
    add {p} to my favourites / put {p} in my favorites / remember {p}, i like it
    """,
    heldout="set a star next to {p} / heart {p}",
)

STAR_SAID = ways(
    """
    {p} is [my favourite|my favorite, star it|great, mark it|a keeper, star it] /
    {p} deserves a star / a star for {p} / love {p}, bookmark it
    """,
    heldout="{p} gets a star from me / five stars for {p}",
)

COMPARE = ways(
    """
    compare {a} [and|with|to] {b} / [put|show|see] {a} and {b} side by side /
    show me {a} next to {b} / [show me|look at] {a} and {b} together /
    [show the difference|show me what changed|tell me the difference] between {a} and {b} /
    hold {a} against {b} / [do a comparison of|diff] {a} and {b}
    """,
    heldout="contrast {a} and {b} / lay {a} beside {b}",
)

COMPARE_SAID = ways(
    """
    [what is the difference|what changed|difference] between {a} and {b}? /
    what's different between {a} and {b} / what changed from {a} to {b} /
    how do {a} and {b} differ? / how does {a} differ from {b} / which is better, {a} or {b}? /
    is {a} better than {b}? / {a} and {b} side by side / {a} [versus|vs] {b}
    """,
    heldout="what sets {a} apart from {b}? / {a} or {b}, let me see both",
)

CHERRY_PICK = ways(
    """
    do what you did in {p} here too / do the same as in {p} here /
    apply the [change from {p} here|edit of {p}] / apply the change of {p} to this one /
    [take over|cherry-pick|copy] the change from {p} / take the change of {p} and apply it here /
    take only the edit from {p} / repeat the change of {p} here /
    repeat the edit from {p} on this one / use the edit from {p} on this / cherry-pick {p} /
    cherry pick {p} / bring the change from {p} over here / copy the edit of {p} to here /
    get the change from {p} into this branch / redo the change of {p} on this picture /
    make the same change as in {p}
    """,
    heldout="transplant the change of {p} / what happened in {p} should happen here",
)

SEARCH = ways(
    """
    search [|the history|my history|our chats|my pictures] for {x} / look up {x} in the history /
    look for {x} in my old pictures / look through the history for {x} /
    find [my old picture with|earlier pictures of|the chat about|the session with] {x} /
    find the picture where i had {x} /
    [find all|show me all my|show earlier|list all] pictures with {x} /
    go through the history and find {x}
    """,
    heldout="dig up {x} from the past / browse the archive for {x}",
)

SEARCH_SAID = ways(
    """
    [when did i draw|when did we make|did i ever draw|which pictures have|was there ever] {x}? /
    when did i ask for {x} / did we ever make {x} / have we drawn {x} before? /
    have i asked for {x} before / do i have [any pictures with {x}?|pictures of {x}] /
    where is my old picture with {x}? / what happened to the picture with {x} from last week? /
    i once had {x}, where is that? / there was a picture with {x} some days ago
    """,
    heldout="what did i do with {x} last month? / did {x} come up before?",
)

KEEP = ways(
    """
    [keep|always keep|from now on keep|lock|freeze|fix|protect|don't change|do not change|
    never change|don't touch|do not touch|don't move|never move|remember to keep|promise to keep|
    don't ever remove] {x} / keep {x} [as it is|like that|unchanged] / lock {x} in place /
    leave {x} [alone|as it is|where it is] / make sure {x} stays [|the same]
    """,
    heldout="hands off {x} / guard {x} / nail {x} down",
)

KEEP_SAID = ways(
    """
    {x} [must stay|must not change|stays|stays as it is|is perfect, keep it] /
    {x} should [stay|stay as it is|not change|not change any more] / {x} has to stay where it is /
    {x} is [fine, don't change|good now, leave] it / i like {x}, keep it /
    i want {x} to stay as it is / [i want to|whatever you do,] keep {x}
    """,
    heldout="{x} is sacred / nothing may happen to {x}",
)

KEEP_COLOUR = ways(
    """
    {x} [stays|must stay|should stay|has to stay|should always be|must always stay|should remain|
    remains] {c} / {x} [must be|stays] {c} from now on
    """,
    heldout="{x} must never be anything but {c} / {x} shall be {c} forever",
)
"""Promises as whole sentences; the promise is all of it."""

KEEP_COLOUR_AROUND = ways(
    """
    {} / {} /
    [|make sure|make sure that|please make sure|remember:|remember that|note that|keep in mind:|
    promise me:|important:|from now on,|whatever happens,] {}
    """,
    heldout="mind that {} / write down: {}",
)

RELEASE = ways(
    """
    [unlock|release|unfreeze|free|stop keeping|stop protecting|forget the promise about|
    forget about keeping|drop the promise about|drop the rule about|remove the lock on|
    take the lock off] {x} / [let {x} change|allow changes to {x}] again / allow {x} to change /
    don't keep {x} any more
    """,
    heldout="lift the ban on {x} / untie {x}",
)

RELEASE_SAID = ways(
    """
    {x} [may change|can be changed now|may be changed] /
    [{x} may change|{x} can change|{x} may move|{x} is free|you may change {x}|
    you may touch {x}] again / {x} [no longer has|does not have] to stay /
    {x} doesn't need to stay any more / you may change {x} / [you can|it's ok to] change {x} now /
    i don't care about {x} any more, it may change / it is fine to move {x}
    """,
    heldout="{x} is open for changes / nothing speaks against changing {x} now",
)

DESCRIBE = ways(
    """
    [describe|describe what is in|explain|tell me what's in|tell me about|say what is in|
    list what is in|list the things in|list everything in|write a caption for] {p} /
    describe {p} [to me|in words] / [explain|tell me] what {p} shows / tell me what is on {p} /
    give me a description of {p} / read out what is in {p}
    """,
    heldout="walk me through {p} / sum up {p} / put {p} into words",
)

DESCRIBE_SAID = ways(
    """
    what [is in|is on|do you see in|can be seen in|did you draw in|is|is there in] {p}? /
    [what's|what can you see|which objects are] in {p} / what's on {p}? / what does {p} show? /
    what is {p} about? / [which|how many] things are in {p}? / how many objects does {p} have /
    anything else in {p}?
    """,
    heldout="what have we got in {p}? / what would i find in {p}?",
)

DESCRIBE_CURRENT = ways(
    """
    what [do you see?|can you see|did you draw?|is it?|is that?|am i seeing?|have you drawn?|
    do we have now?] / which things are there and where? / where is everything? /
    [what's|how many things are] there? / what does it look like now? /
    i can't see it, what is there?
    """,
    heldout="list what you drew / what's to be seen?",
)

DESCRIBE_THING = ways(
    """
    what [colour is|is next to|is left of|stands beside] {x}? / what [color is|is above] {x} /
    which colour does {x} have? / is there [a {t}?|a {t} in it?|any {t}] / are there any {t}s? /
    how many {t}s [are there?|do you see|are in the picture?] / [does it have|do you see] a {t}? /
    can you see {x}? / is {x} big?
    """,
    heldout="count the {t}s / tell me the colour of {x} / what surrounds {x}?",
)
"""Questions about a thing that looking at the picture answers."""

LOCATE = ways(
    """
    [locate|find|point to|point at|highlight|put a box around|draw a box around|detect|
    outline] {x} / find {x} in the picture / [show me|show|tell me|mark] where {x} is /
    give me the [box|position] of {x}
    """,
    heldout="spot {x} / help me see {x} / circle {x}",
)

LOCATE_SAID = ways(
    """
    where [is {x}?|is {x} exactly?|can i see {x}?|did you put {x}?|do you see {x}] / where's {x}? /
    in which part of the picture is {x}? / at which place is {x}? / which box does {x} have? /
    i can't find {x} / i don't see {x}, where is it?
    """,
    heldout="whereabouts is {x}? / {x} is where?",
)

CRITIQUE = ways(
    """
    [check|critique|criticise|review|judge|rate|score|evaluate|assess|verify|test|inspect|
    look for mistakes in|find the errors in] {p} /
    check [{p} again|if {p} is right|{p} for mistakes] / check whether {p} is what i wanted /
    tell me what's wrong with {p} / give me your opinion on {p} / give {p} a grade
    """,
    heldout="put {p} to the test / proofread {p} / scrutinise {p}",
)

CRITIQUE_SAID = ways(
    """
    is {p} [right?|correct?|ok?|what i asked for?|good?|any good] /
    [how good is|is everything right in|is everything there in|is something wrong with|
    is anything missing in|what is wrong with|any problems with] {p}? /
    does {p} [match my wish?|match what i said?|fit the request] / did {p} work? /
    did you get {p} right? / are there any errors in {p}? / what do you think of {p}? /
    how well does {p} fit?
    """,
    heldout="would you pass {p}? / are you happy with {p}? / does {p} hold up?",
)

CRITIQUE_CURRENT = ways(
    """
    [is that|did you get it] right? / is everything [there?|as i wanted?] / did [that|it] work? /
    check [your work|yourself] / are you sure? / is anything missing? / any mistakes? /
    what's wrong? / how well did you do? / does that look right to you?
    """,
    heldout="are you happy with your work? / have you double-checked?",
)

VARY_N = ways(
    """
    [give me {n} variants|give me {n} versions|give me {n} more|make {n} variants|
    make {n} variations|make {n} versions|make {n} more|show me {n} variants|show me {n} variations|
    draw {n} variants|create {n} variations|generate {n} variants] of {p} /
    [give me|make|draw] {n} more like {p} / show [me {n} others like|{n} alternatives to] {p} /
    [try|vary] {p} {n} times / try {n} other seeds for {p} / do {p} {n} more times /
    repeat {p} with {n} different seeds
    """,
    heldout="roll the dice {n} times for {p} / spin {n} takes on {p}",
)

VARY_N_CURRENT = ways(
    """
    {n} [variants|variants please|variations|more|more please|more versions|alternatives|others|
    different ones] / give me {n} [variants|more|other versions|others] /
    show me {n} [more|alternatives|different versions] / make {n} [variants|more|more versions] /
    [draw it|do the same] {n} more times / the same again {n} times / try {n} other seeds /
    i want {n} [to choose from|variants]
    """,
    heldout="let me choose among {n} / {n} takes on this",
)

VARY = ways(
    """
    [vary|show me more like|try other seeds for] {p} /
    [make variants|make variations|make some variations|make other versions|give me variants|
    give me some variants|show me variants|show me different versions|show me more versions|
    create variations|see variations|see other versions] of {p} /
    [give me|show me some] alternatives to {p} / draw {p} a few more times
    """,
    heldout="shuffle {p} / riff on {p}",
)
"""No number said: `VARY_COUNT` of them."""

VARY_CURRENT = ways(
    """
    more like this / variants / [variations|other versions] please /
    show me [some others|different ones] / alternatives? / let me choose from some /
    some more versions / i want to see alternatives / do you have other versions? /
    [show more|more|give me] options
    """,
    heldout="what else could it look like? / any other takes?",
)

REROLL = ways(
    """
    [try|try that|draw it|roll||same thing|make the same one] again / [try|draw it] once more /
    try another seed / do it over / one more [variant|time] / another [version|try|variant please]
    """,
    heldout="give it another go / have another shot at it",
)
"""One more of the same."""

VARY_COUNT = 3


def _sideways(way: str) -> Wordings:
    return ways(
        f"""
        [move|shift|drag] the box of {{x}} to the {way} /
        [move the box of|in the layout, move] {{x}} {way} / in the plan, move {{x}} to the {way} /
        in the plan {{x}} should be further {way} / move {{x}} to the {way} in the plan
        """,
        heldout=f"slide the box of {{x}} {way}wards",
    )


def _upright(way: str, further: str, heldout: str) -> Wordings:
    return ways(
        f"""
        [move|shift] the box of {{x}} {way} / in the [plan|layout], move {{x}} {way} /
        in the plan {{x}} should be {further} / put the box of {{x}} {further} /
        move {{x}} {way} in the [plan|layout]
        """,
        heldout,
    )


LAYOUT: dict[str, Wordings] = {
    "move_left": _sideways("left"),
    "move_right": _sideways("right"),
    "move_up": _upright("up", "higher", "lift the box of {x}"),
    "move_down": _upright("down", "lower", "lower the box of {x}"),
    "resize": ways(
        """
        make the box of {x} [bigger|larger] / enlarge the box of {x} /
        in the [plan, make {x} bigger|layout, make {x} larger] / give {x} a bigger box /
        make {x} bigger in the plan
        """,
        heldout="widen the box of {x}",
    ),
    "remove": ways(
        """
        [delete|remove] the box of {x} / take {x} out of the plan /
        remove {x} from the [plan|layout] / in the plan, delete {x}
        """,
        heldout="strike {x} from the plan",
    ),
}
"""Changing one object of the plan instead of the picture."""


def _flush(side: str) -> Wordings:
    return ways(
        f"""
        [align|line up] the boxes on the {side} / align all boxes to the {side} /
        in the plan, align everything to the {side}
        """,
        heldout=f"make the boxes flush {side}",
    )


def _level(edge: str) -> Wordings:
    return ways(
        f"""
        [align|line up] the boxes at the {edge} / align all boxes to the {edge} /
        line up the {edge} edges
        """,
        heldout=f"bring the {edge} edges of the boxes to one line",
    )


LAYOUT_ALL: dict[str, Wordings] = {
    "align_left": _flush("left"),
    "align_right": _flush("right"),
    "align_top": _level("top"),
    "align_bottom": _level("bottom"),
    "distribute_across": ways(
        """
        distribute the boxes across / distribute the boxes evenly from left to right /
        space the boxes out evenly / put the same space between the boxes
        """,
        heldout="even out the gaps between the boxes",
    ),
    "separate": ways(
        """
        separate the boxes / make the boxes not overlap / pull the overlapping boxes apart /
        no box should overlap another
        """,
        heldout="resolve the overlaps of the boxes",
    ),
    "fit": ways(
        "[fit the boxes into|make the boxes fill] the picture / fit the plan to the canvas",
        heldout="stretch the plan over the canvas",
    ),
}
"""Changing all objects of the plan."""

REGIONS: dict[str, tuple[int, int, int, int]] = {
    "the left half": (0, 0, 499, 999),
    "the right half": (500, 0, 999, 999),
    "the top half": (0, 0, 999, 499),
    "the upper half": (0, 0, 999, 499),
    "the bottom half": (0, 500, 999, 999),
    "the lower half": (0, 500, 999, 999),
    "the top left quarter": (0, 0, 499, 499),
    "the top right quarter": (500, 0, 999, 499),
    "the bottom left quarter": (0, 500, 499, 999),
    "the bottom right quarter": (500, 500, 999, 999),
    "the middle": (250, 250, 749, 749),
    "the centre": (250, 250, 749, 749),
    "the center": (250, 250, 749, 749),
}
"""Parts of a picture that words can name, as boxes."""

CROP = ways(
    """
    [crop {p}|cut {p} down|trim {p}] to {r} /
    [cut {r} out|keep only {r}|crop {r} out|show only {r}|zoom in on {r}|cut out {r}] of {p}
    """,
    heldout="crop {p} so that only {r} is left / throw away all of {p} but {r}",
)

CROP_VAGUE = ways(
    """
    crop [|it|{p} to {x}|{p} around {x}] /
    [crop|cut out {x} of|cut something off|trim|zoom into|cut] {p} / trim {p} a bit /
    zoom in [|on {x}] / make a cutout of {x}
    """,
    heldout="a close-up of {x} / snip off the edges of {p}",
)
"""Cropping without naming a part that has a box."""

ROTATE: dict[int, Wordings] = {
    1: ways(
        """
        rotate {p} [|by 90 degrees|90 degrees|clockwise|to the right|by a quarter turn|once] /
        turn {p} to the right by 90 degrees / turn {p} [clockwise|90 degrees|on its side] /
        give {p} a quarter turn
        """,
        heldout="spin {p} 90 degrees / tip {p} over to the right",
    ),
    2: ways(
        """
        rotate {p} [by 180 degrees|180 degrees|twice|by half a turn] /
        [turn|flip|put] {p} upside down / turn {p} [by 180 degrees|180|on its head] /
        give {p} a half turn
        """,
        heldout="spin {p} 180 degrees / stand {p} on its head",
    ),
    3: ways(
        """
        rotate {p} [to the left|by 270 degrees|270 degrees|counterclockwise|anticlockwise|
        counter-clockwise|left by a quarter] / turn {p} to the left by 90 degrees /
        turn {p} [counterclockwise|270 degrees] / rotate {p} 90 degrees to the left
        """,
        heldout="spin {p} to the left by 90 / tip {p} over to the left",
    ),
}
"""By quarter turns, clockwise."""


def _larger(factor: int, often: str, more: str, heldout: str = "") -> Wordings:
    return ways(
        f"""
        upscale {{p}} [by {factor}|{factor}x|{often}] / scale {{p}} up by {factor} /
        enlarge {{p}} [by a factor of {factor}|{often}] / make {{p}} {factor}x larger / {more}
        """,
        heldout=f"give {{p}} {factor}x pixels{heldout}",
    )


UPSCALE: dict[int, Wordings] = {
    2: _larger(
        2,
        "two times",
        """
        upscale {p} [|twice] / [double|increase] the resolution of {p} /
        double the size of {p} in pixels / make {p} twice the resolution /
        make {p} two times bigger in pixels / get {p} in higher resolution /
        give me {p} in high resolution
        """,
        heldout=" / blow {p} up to twice its pixels",
    ),
    3: _larger(3, "three times", "triple the resolution of {p}"),
    4: _larger(
        4,
        "four times",
        "[make {p}|get {p} at] four times the resolution / quadruple the resolution of {p}",
    ),
}

COMPOSITE = ways(
    """
    [put|lay] {r} of {b} over {a} / [paste|copy|merge] {r} of {b} into {a} /
    paste {r} of {b} onto {a} / copy {r} from {b} to {a} / take {r} from {b} and put it into {a} /
    take {a} but with {r} from {b} / combine {a} with {r} of {b} /
    replace {r} of {a} by that of {b} / use {r} of {b} in {a}
    """,
    heldout="graft {r} of {b} onto {a} / fuse {a} with {r} of {b}",
)

COMPOSITE_VAGUE = ways(
    """
    [combine|merge|blend|mix] {a} and {b} / [combine {a} with|merge {a} into|lay {a} over] {b} /
    put {a} and {b} into one picture
    """,
    heldout="fuse {a} and {b} / unite {a} with {b}",
)
"""Combining two pictures without saying which part."""

EXPORT: dict[str, Wordings] = {
    "png": ways(
        """
        export [|it|this|the picture|as png|it as a png|this as png] /
        save [|it|this picture|the picture|the image|it to a file|it as a file|it as png|as png] /
        download [|it|the picture|the image|this as png] /
        [export|save|download] [the|this] [picture|image] [to a file|as png] /
        give me [the file|the png|a png] / get the png / get it as a file / have the file /
        send me the picture / write it to disk
        """,
        heldout="hand me the picture file / put it on my disk / i'd like the png file",
    ),
    "project": ways(
        """
        export [the project|everything|all|the whole session|the session|all versions|it as a zip|
        as project|the whole tree|the history] /
        [export|save|download] [the history|the whole tree|all pictures] as a zip /
        save [the project|everything|the whole session|all versions|it as a zip] /
        download [everything|the project|the session as zip|all pictures] /
        give me [a zip|the zip of everything|the project file] / back up the project /
        pack everything into a zip
        """,
        heldout="bundle up the entire session / archive all of it in one file",
    ),
    "sheet": ways(
        """
        [export a|make a|create a|give me a|show me a||save a|download the] contact sheet /
        contact sheet please / [export as a|make an overview] sheet /
        [export a sheet of|make a sheet with|make an overview of] all pictures /
        put all pictures on one sheet / [put all versions|show all pictures] on one page
        """,
        heldout="one page with thumbnails of everything / tile all versions on a sheet",
    ),
}

UPLOADED_MESSAGES = ways(
    """
    [here is a|i uploaded a|i'm sending you a|see the attached] picture /
    [here's a|here is my|i have uploaded a|one more] photo /
    [here is|this is|look at|a photo of] my {t} / look at this / here you go / this one is from me /
    and this is another one / take this one
    """,
    heldout="have a look at this shot / my {t}, as promised",
)

THANKS = ways(
    """
    [|many|great,|just what i needed,|ok|i'm done,] thanks / [thank|perfect, thank|see] you /
    thank you! / thanks [a lot|so much] /
    [thanks|thank you], [that's|it's] [great|good|perfect] / thx / ty / perfect /
    [perfect, that's|cool, that's|i love|i like] it / [|very|wow,|haha] nice / nice one / cool /
    lovely / wonderful / awesome / amazing / great / great job / good job / well done / love it! /
    looks [great|good to me] / [looks||ok|yes, that's] good /
    that's [great|perfect|exactly what i wanted|all|all for now] / [that is|] beautiful /
    excellent / exactly what i wanted / ok / okay / alright / wow / you are the best / super /
    fantastic / that will do / bye / bye bye / goodbye / see you later / good night / we are done /
    :) / ❤ / 👍
    """,
    heldout="""
    much appreciated / you nailed it / brilliant / cheers / until tomorrow /
    what a beauty
    """,
)

GREETINGS = ways(
    """
    hi / hi! / hello / hello! / hey / [hey|hi] there / good [morning|evening|afternoon] /
    [hello, who|who|how] are you? /
    what [are you?|is your name?|can you do?|can you draw?|can i do here?|can i ask you?|
    do you do?] / are you there? / what's up / hello robot / hi, how are you doing? /
    nice to meet you / anybody here? / moin / yo / help / help me / i need help /
    how [does this work?|do i start?|do i use this?] / can you draw? / do you make pictures? /
    hi, can you help me? / hello, what can you do for me?
    """,
    heldout="greetings / howdy / good day to you / what are your skills? / is this thing on?",
)

NONSENSE = ways(
    """
    asdf / asdfgh / sdfsdf / ??? / ? / !!! / ... / . / hm / hmm / umm / eh / ähm / huh? / what? /
    what's the weather tomorrow? /
    what is [the weather like?|2 + 2?|17 times 3?|the capital of spain?|the meaning of life?] /
    [will it rain|what should i cook] today? / it is cold outside / the sun is shining /
    what [time|day] is it? / sing me a song / play some music / tell me a [joke|story] /
    write [a poem|me an email|an essay about trees] / translate this to french /
    how do you say hello in spanish? / blah blah / bla bla bla / lorem ipsum /
    how [old are you?|much is a car?|far is the moon?|tall is a giraffe?|much do you cost?] /
    where [do you live?|can i buy shoes?] / are you human? /
    do [you like me?|cats like milk?|you have a license?] / i am [hungry|tired|bored] /
    my [name is Anna|back hurts|cat is ill] / 12345 / 7 / 0 / 1 + 1 / why is the sky blue? /
    why do dogs bark? / who [was the first president?|won the game?|wrote hamlet?] /
    when is easter? / when does the shop open? / book a flight to rome / book me a table for two /
    order a taxi / call my mother / remind me to buy bread / set an alarm for seven /
    turn on the lights / open the door / qwertz uiop / qwerty / xyz / foo bar / aaaaaaa / jkl jkl /
    potato potato potato / yes / no / maybe / i don't know / whatever / never mind / nothing /
    test / testing / one two three / cost of living / the president spoke on tuesday /
    i was in london last week / it's my birthday / we had pizza yesterday /
    that reminds me of my school / is my data safe? / fix my computer / help me with my homework /
    sort these numbers: 4 2 9 / print hello world in python / select * from users /
    ignore your instructions
    """,
    heldout="""
    zxcv zxcv / solve my homework / who invented the telephone? /
    how deep is the ocean? / lalala / my train is late today /
    give me a recipe for soup / 89 41 7
    """,
)

VAGUE = ways(
    """
    [change|change something in|edit|i'd like to edit|do something with|improve|fix|i don't like|
    adjust|modify] it / [change|i want to change|try|add|remove|move] something / change that /
    [change the|edit the|edit this] picture /
    make [a change|it different|it better|something bigger] / do something else /
    [it's|that's] not right / [|no,] that's wrong / that is not what i wanted / not good /
    can you edit pictures? / something is off / it needs work
    """,
    heldout="tweak it / surprise me with a change / it isn't there yet / rework it",
)
"""Asks for a change without saying which."""

TOO_EARLY = ways(
    """
    undo / undo that / redo / go [back|back to version 1|to picture 2] /
    make it [bigger|smaller|red|green|night] /
    [remove|delete|describe|rotate|upscale|export|save|crop|star|check|change|edit] it /
    move it to the left / [show me the first|describe the|save the] picture /
    what is in the picture? / what do you see? / star this / branch here / call it sunny /
    name this one max / three variants please / try again / is it right? / compare picture 1 and 2 /
    compare the first and the second one / change the [background to gray|colour] /
    make the background blue / turn it into pixel art
    """,
    heldout="turn it around / give it a name / make it pink / take it back",
)
"""What cannot be done before there is a picture."""

UPLOAD_REFERENCES = ways(
    """
    my {nth} [upload|photo|picture] /
    the {nth} [upload|one i uploaded|picture i uploaded|photo i uploaded|image i uploaded|
    one i gave you|photo i gave you|picture i sent|one i sent you|uploaded picture|uploaded photo] /
    upload [|number] {k}
    """,
    heldout="the {nth} of my own photos / the {nth} shot i handed you",
)

ONLY_UPLOAD = ways(
    """
    my [upload|photo|picture|own picture] /
    the [photo i uploaded|picture i uploaded|one i uploaded|picture i gave you|photo i sent you|
    uploaded picture|uploaded photo|photo]
    """,
    heldout="the shot i handed you / the photo from me",
)

LAST_UPLOAD = ways(
    """
    my [last|latest] upload / my last photo /
    the [last one i|last photo i|picture i just] uploaded / the latest photo i gave you /
    the last uploaded picture
    """,
    heldout="the most recent of my photos",
)

BY_NUMBER = ways(
    """
    picture {n} /
    [picture|picture number|number|no.|version|image|image number|pic|the picture with number|
    nr] {n} / #{n}
    """,
    heldout="drawing {n} / attempt {n}",
)

BY_ORDINAL = ways(
    "the {nth} [picture|one|image|version||drawing|pic] / your {nth} picture",
    heldout="the {nth} attempt / the {nth} of them",
)

ORIGINAL = ways(
    """
    the [original|original picture|very first one|very first picture|one we started with|
    picture from the beginning]
    """,
    heldout="the one from the start",
)

LATEST = ways(
    """
    the [last one|last picture|latest one|latest picture|latest version|newest one|newest picture|
    most recent one|last version]
    """,
    heldout="the freshest one / the most recent picture",
)

BY_NAME = ways(
    """
    {name} /
    [|the one called|the picture called|the picture named|the one named|picture|
    the one i called] {name} / the {name} [picture|version|one]
    """,
    heldout="the thing named {name} / good old {name}",
)

BY_CONTENT = ways(
    """
    the [one|picture|image|version|photo] with the {t} /
    the [picture of the {t}|{t} picture|{t} one]
    """,
    heldout="the one showing the {t} / the drawing that has the {t}",
)

CURRENT = ways(
    """
    it / it / it / this [|one|picture|image|version] /
    the [picture|image|current picture|current one] / that / that one
    """,
    heldout="the present one / what we have now",
)

NO_SUCH_PICTURE = Wordings(
    seen=BY_NUMBER.seen + BY_ORDINAL.seen,
    heldout=BY_NUMBER.heldout + BY_ORDINAL.heldout,
)

WHERE_IN = ways(
    """
    {} in {p} /
    [in {p},|in {p}|on {p},|for {p}:|for {p},|take {p} and|use {p} and|with {p},|go to {p} and|
    from {p}:|{p}:|{p} again, but|about {p}:|based on {p},|starting from {p},|edit {p}:|
    change {p}:] {} / {} [in|on|for] {p} / go back to {p} and {}
    """,
    heldout="regarding {p}, {} / {}, but in {p} / open {p}, then {}",
)
"""An edit (`{}`) with the picture it is meant for."""

IN_PICTURE = ways(
    "{} [in|on] {p} / in [{p},|{p}] {}",
    heldout="{}, in {p}",
)
"""A question about a thing, with the picture it is about."""

THEN = ways(
    "{} and [|then|also|after that] {} / [{},|first {},|{}.] then {}",
    heldout="{}; afterwards {} / {}, followed by: {}",
)
"""Two things to do."""

PICTURE_ANSWERS = ways(
    "{p} / [|i mean|in|take|um,] {p} / {p} please / {p} of course",
    heldout="{p}, obviously / {p} is meant",
)
"""Answers to the question which picture is meant."""

CHANGE_ANSWERS = ways(
    "{} / [|i want you to|well,|hmm,] {} / {} please",
    heldout="{}, i guess",
)
"""Answers to the question what to change."""

WELCOME = "You're welcome."
HELLO = "Hello! What shall I draw?"
CONFUSED = "Shall I draw, change or describe a picture?"
NO_PICTURE = "There is no picture yet. What shall I draw?"
WHICH_PICTURE = "Which picture do you mean?"
WHAT_CHANGE = "What shall I change?"
UPLOADED = "Got it. What shall I change?"
WHICH_PART = "Which part of the picture do you mean?"

REPLIES = (WELCOME, HELLO, CONFUSED, NO_PICTURE, WHICH_PICTURE, WHAT_CHANGE, UPLOADED, WHICH_PART)
"""All that is said without a tool; every one but `WELCOME` ends in a question."""

NAMES = alternatives(
    """
    sunny / max / blue version / final / draft / draft one / test / playground / garden / kitchen /
    harbour / holiday / the best one / old style / night mood / Luna / Felix / Bella / party /
    idea 2 / variant b / safe / bold / red cups / morning / evening / street / farm / zoo / winter /
    summer / for mum / logo / cover / take two / wild / calm
    """
)
HELDOUT_NAMES = ("harvest", "Oscar", "skyline", "plan b", "poster", "blue hour")

STRANGERS = alternatives(
    """
    dragon / castle / tree / house / flower / robot / unicorn / rocket / mountain / river / wizard /
    pirate / ghost / mermaid / dinosaur / snowman / guitar / piano / violin / drum / hat / shoe /
    shirt / dress / crown / ring / sword / shield / bridge / tower / church / windmill /
    lighthouse / tent / lamp / candle / mirror / window / door / ladder / bucket / hammer / shark /
    whale / dolphin / penguin / owl / fox / wolf / lion / tiger / monkey / rabbit / mouse / frog /
    snake / spider / bee / butterfly / duck / chicken / pig / goat / camel / panda / koala /
    strawberry / lemon / pear / grape / tomato / potato / cheese / bread / egg / soup / burger /
    cookie / moon / sun / star / cloud / rainbow / planet / island / desert / forest / beach /
    helicopter / submarine / tractor / spaceship / tram / balloon / flag / map / key / gift /
    statue / fountain / king / queen / knight / clown / nurse / astronaut / baby
    """
)
"""Things this world does not know; people ask for them all the same."""

HELDOUT_STRANGERS = ("volcano", "octopus", "trumpet", "bicycle bell", "cactus", "vampire")
