"""What people say between wishes and edits: going back, branching, asking, thanking, nonsense."""

from got_models.sceneworld.wordings import Wordings

AGAIN = Wordings(
    seen=("now something else: {}", "new picture: {}", "start over. {}", "forget that. {}"),
    heldout=("on to another one: {}",),
)
"""Before a wish that begins a new picture."""

UNDO = Wordings(
    seen=(
        "undo",
        "undo that",
        "go back",
        "take that back",
        "no, undo it",
        "revert the last change",
        "i liked it better before",
        "that's worse, go back one step",
        "please undo the last edit",
        "ctrl z",
    ),
    heldout=("scrap that last change", "the one before was nicer"),
)

GO_TO = Wordings(
    seen=(
        "go back to version {n}",
        "version {n} please",
        "show me version {n} again",
        "back to picture {n}",
        "go to the {nth} picture",
        "return to the {nth} version",
        "i want the {nth} one again",
        "let's continue from version {n}",
    ),
    heldout=("rewind to number {n}", "the {nth} attempt was the best, take it"),
)

BRANCH = Wordings(
    seen=(
        "keep this one and try a variant",
        "branch here",
        "make a copy of this to play with",
        "save this, i want to try something else",
        "start a new branch from here",
        "let me try another direction from this one",
    ),
    heldout=("park this one and open a side track",),
)

DESCRIBE = Wordings(
    seen=(
        "what is in the picture?",
        "what do you see?",
        "describe the picture",
        "what did you draw?",
        "tell me what's on it",
        "which things are there and where?",
        "where is everything?",
        "describe it please",
    ),
    heldout=("walk me through the picture", "list what you drew"),
)

THANKS = Wordings(
    seen=("thanks", "thank you!", "great, thanks", "perfect", "nice", "cool, that's it", "lovely"),
    heldout=("much appreciated", "you nailed it"),
)

GREETINGS = Wordings(
    seen=("hi", "hello", "hey there", "good morning", "hello, who are you?"),
    heldout=("greetings",),
)

NONSENSE = Wordings(
    seen=(
        "asdf",
        "???",
        "what's the weather tomorrow?",
        "sing me a song",
        "blah blah",
        "how old are you?",
        "12345",
        "qwertz uiop",
        "tell me a joke",
        "who won the game?",
    ),
    heldout=("zxcv zxcv", "solve my homework"),
)

TOO_EARLY = Wordings(
    seen=("undo", "make it bigger", "remove it", "make it red", "go back to version 1"),
    heldout=("turn it around",),
)
"""What cannot be done before there is a picture."""

WELCOME = "You're welcome."
HELLO = "Hello! Tell me what to draw, for example: a red apple left of a blue cup."
CONFUSED = "I can draw, change and describe pictures. Tell me what to draw or what to change."
NO_PICTURE = "There is no picture yet. Tell me what to draw first."
