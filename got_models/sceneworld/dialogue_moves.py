"""What a user may do in a session: each move words a message and says what it should lead to."""

from contextlib import suppress

from got_models.sceneworld import dialogue_edits as edits
from got_models.sceneworld import dialogue_wordings as say
from got_models.sceneworld.dialogue_references import (
    any_picture,
    missing_words,
    other_picture,
    unclear_words,
    words_for,
)
from got_models.sceneworld.dialogue_said import (
    Said,
    asked,
    call,
    change,
    edited,
    either,
    of_other_picture,
    of_picture,
    of_two,
    renamed,
    speak,
    told,
)
from got_models.sceneworld.dialogue_session import Session
from got_models.sceneworld.dialogue_speech import fill, led, unmarked, uttered
from got_models.sceneworld.language import COUNT_WORDS
from got_models.sceneworld.sampling import sample_scene
from got_models.sceneworld.wordings import Wordings

MOST_VARIANTS = 6


def draw(session: Session) -> Said | None:
    """Wish for a new picture."""
    rng, heldout = session.rng, session.heldout
    scene = sample_scene(rng)
    fresh = bool(session.notes) and rng.random() < 0.5
    wish = edits.wish(scene, rng, heldout=heldout, fresh=fresh)
    leads = say.AGAIN if session.notes and not fresh and rng.random() < 0.7 else say.LEADS
    message, slots = unmarked(
        led(fill("{wish}", wish=wish), rng, heldout=heldout, leads=leads), ("wish",)
    )

    def apply() -> None:
        session.show(session.add(scene, "drawn"))
        session.focus = scene.things[0] if len(scene.things) == 1 else None

    return Said(message, call("draw_picture", **slots), apply=apply)


def edit(session: Session) -> Said | None:
    """Ask for a change of the current picture, or of another one that is named."""
    rng = session.rng
    number = None if rng.random() < 0.7 else other_picture(session)
    target = session.current if number is None else number
    assert target is not None, "edits come after the first picture"
    focus = session.focus if target == session.current else None
    done = change(session, target, focus)
    marked = fill("{instruction}", instruction=done.said)
    if number is None:
        marked = led(marked, rng, heldout=session.heldout, leads=say.LEADS)
    else:
        template = say.WHERE_IN.pick(rng, heldout=session.heldout)
        words = words_for(session, number)
        marked = template.replace("{p}", words).replace("{}", marked)
    message, _ = unmarked(marked, ("instruction",))
    calls = call("edit_picture", instruction=done.told, picture=number)
    return Said(message, calls, apply=edited(session, done, target))


def vague(session: Session) -> Said | None:
    """Ask for a change without saying which."""
    return told(session, say.VAGUE, say.LEADS, say.WHAT_CHANGE)


def undo(session: Session) -> Said | None:
    """Take one or several steps back."""
    rng = session.rng
    if rng.random() < 0.25:
        steps = rng.randint(2, 5)
        n = rng.choice((str(steps), COUNT_WORDS[steps]))
        message, _ = speak(session, say.UNDO_STEPS, say.AROUND, n=n)
        return Said(message, call("undo", steps=steps), apply=lambda: session.undo(steps))
    said = asked(session, "undo", *either(session, say.UNDO, say.UNDO_SAID))
    return said._replace(apply=session.undo)


def redo(session: Session) -> Said | None:
    """Take an undo back."""
    said = asked(session, "redo", *either(session, say.REDO, say.REDO_SAID))
    return said._replace(apply=session.redo)


def go_to(session: Session) -> Said | None:
    """Return to another picture."""
    found = of_other_picture(session, "go_to", *either(session, say.GO_TO, say.GO_TO_SAID))
    if found is None:
        return None
    said, number = found
    return said._replace(apply=lambda: session.show(number))


def branch(session: Session) -> Said | None:
    """Go on from here on a new branch, perhaps one with a name."""
    if session.rng.random() < 0.45:
        message, slots = speak(session, say.BRANCH_NAMED, say.AROUND, name=_name(session))
        return Said(message, call("branch", **slots))
    return asked(session, "branch", say.BRANCH, say.AROUND)


def name_picture(session: Session) -> Said | None:
    """Give a picture a name that none has yet."""
    name = _name(session)
    if any(note.name == name for note in session.notes.values()):
        return None
    number, words = any_picture(session)
    wordings, around = either(session, say.NAME, say.NAME_SAID)
    message, slots = speak(session, wordings, around, name=name, p=words)
    target = number or session.current

    def apply() -> None:
        if target is not None:
            session.mark(target, name=slots["name"])

    calls = call("name_picture", name=slots["name"], picture=number)
    return Said(message, calls, apply=apply)


def star(session: Session) -> Said | None:
    """Mark a picture as a favourite."""
    number, words = any_picture(session)
    message, _ = speak(session, *either(session, say.STAR, say.STAR_SAID), p=words)
    target = number or session.current

    def apply() -> None:
        if target is not None:
            session.mark(target, starred=True)

    return Said(message, call("star_picture", picture=number), apply=apply)


def compare(session: Session) -> Said | None:
    """Hold two pictures against each other."""
    wordings, around = either(session, say.COMPARE, say.COMPARE_SAID)
    return of_two(session, "compare_pictures", wordings, around)


def composite(session: Session) -> Said | None:
    """Lay a part of one picture over another, or leave open which part."""
    if session.rng.random() < 0.3:
        said = of_two(session, "composite", say.COMPOSITE_VAGUE, say.AROUND)
        return said and said._replace(calls=(), reply=say.WHICH_PART)
    region = session.rng.choice(tuple(say.REGIONS))
    wordings = renamed(say.COMPOSITE, "{r}", region)
    box = list(say.REGIONS[region])
    return of_two(session, "composite", wordings, say.AROUND, box=box)


def cherry_pick(session: Session) -> Said | None:
    """Repeat the change of another picture on the current one."""
    found = of_other_picture(session, "cherry_pick", say.CHERRY_PICK, say.AROUND)
    return found and found[0]


def search(session: Session) -> Said | None:
    """Look for something in all that ever happened."""
    scene = sample_scene(session.rng, things=1)
    query = edits.things_of(scene, session.rng)
    if session.rng.random() < 0.3:
        query = edits.stranger(session.rng, session.heldout)
    wordings, around = either(session, say.SEARCH, say.SEARCH_SAID)
    article, _, noun = query.partition(" ")
    slots = {"query": noun if article in ("a", "an") else query}
    marked = fill("{query}", **slots)
    template = wordings.pick(session.rng, heldout=session.heldout)
    lead = article + " " if article in ("a", "an") else ""
    text = template.replace("{x}", lead + marked)
    text = led(text, session.rng, heldout=session.heldout, leads=around)
    message, found = uttered(text, session.rng, ("query",))
    return Said(message, call("search_history", **found))


def keep(session: Session) -> Said | None:
    """Ask that something stays as it is."""
    rng = session.rng
    thing = _thing(session)
    coloured = [t for t in session.scene.things if t.colour]
    if coloured and rng.random() < 0.4:
        chosen = rng.choice(coloured)
        template = say.KEEP_COLOUR.pick(rng, heldout=session.heldout)
        promise = template.format(x=f"the {chosen.kind}", c=chosen.colour)
        marked = led(
            fill("{promise}", promise=promise),
            rng,
            heldout=session.heldout,
            leads=say.KEEP_COLOUR_AROUND,
        )
        message, slots = uttered(marked, rng, ("promise",))
    else:
        wordings, around = either(session, say.KEEP, say.KEEP_SAID)
        wordings = renamed(wordings, "{x}", "{promise}")
        message, slots = speak(session, wordings, around, promise=thing)
    return Said(message, call("keep", **slots), apply=lambda: session.kept.append(slots["promise"]))


def release(session: Session) -> Said | None:
    """Take back what was asked to stay."""
    wordings, around = either(session, say.RELEASE, say.RELEASE_SAID)
    wordings = renamed(wordings, "{x}", "{promise}")
    message, slots = speak(session, wordings, around, promise=_thing(session))
    return Said(message, call("release", **slots))


def describe(session: Session) -> Said | None:
    """Ask what a picture shows."""
    rng = session.rng
    roll = rng.random()
    if roll < 0.3:
        return asked(session, "describe_picture", say.DESCRIBE_CURRENT, say.LEADS)
    if roll < 0.6:
        number, template = _question(session, say.DESCRIBE_THING)
        phrase = rng.choice(session.scene.things).kind if session.scene.things else "cup"
        text = template.format(x=f"the {phrase}", t=phrase)
        message, _ = uttered(text, rng, ())
        return Said(message, call("describe_picture", picture=number))
    wordings, around = either(session, say.DESCRIBE, say.DESCRIBE_SAID)
    return of_picture(session, "describe_picture", wordings, around)


def locate(session: Session) -> Said | None:
    """Ask where something is."""
    rng = session.rng
    wordings, around = either(session, say.LOCATE, say.LOCATE_SAID)
    number, template = _question(session, wordings)
    slots = {"phrase": _thing(session).removeprefix("the ")}
    text = led(
        template.replace("{x}", "the " + fill("{phrase}", **slots)),
        rng,
        heldout=session.heldout,
        leads=around if number is None else say.LEADS,
    )
    message, found = uttered(text, rng, ("phrase",))
    return Said(message, call("locate", **found, picture=number))


def critique(session: Session) -> Said | None:
    """Ask whether a picture is as it should be."""
    if session.rng.random() < 0.35:
        return asked(session, "critique_picture", say.CRITIQUE_CURRENT, say.LEADS)
    wordings, around = either(session, say.CRITIQUE, say.CRITIQUE_SAID)
    return of_picture(session, "critique_picture", wordings, around)


def vary(session: Session) -> Said | None:
    """Ask for more of the same."""
    rng = session.rng
    count = rng.randint(2, MOST_VARIANTS)
    n = rng.choice((str(count), COUNT_WORDS[count]))
    number: int | None = None
    roll = rng.random()
    if roll < 0.3:
        number, words = any_picture(session)
        message, _ = speak(session, say.VARY_N, say.AROUND, n=n, p=words)
    elif roll < 0.6:
        message, _ = speak(session, say.VARY_N_CURRENT, say.LEADS, n=n)
    elif roll < 0.75:
        number, words = any_picture(session)
        count = say.VARY_COUNT
        message, _ = speak(session, say.VARY, say.AROUND, p=words)
    elif roll < 0.85:
        count = say.VARY_COUNT
        message, _ = speak(session, say.VARY_CURRENT, say.LEADS)
    else:
        count = 1
        message, _ = speak(session, say.REROLL, say.LEADS)
    target = number or session.current

    def apply() -> None:
        if target is not None:
            for _ in range(count):
                session.add(session.scenes[target], "varied", target)

    return Said(message, call("vary", count=count, picture=number), apply=apply)


def change_layout(session: Session) -> Said | None:
    """Change the plan: one of its objects, or all of them."""
    rng = session.rng
    if rng.random() < 0.35:
        operation = rng.choice(tuple(say.LAYOUT_ALL))
        wordings = say.LAYOUT_ALL[operation]
        return asked(session, "change_layout", wordings, say.AROUND, operation=operation)
    operation = rng.choice(tuple(say.LAYOUT))
    thing = _thing(session).removeprefix("the ")
    wordings = renamed(say.LAYOUT[operation], "{x}", "the {element}")
    message, slots = speak(session, wordings, say.AROUND, element=thing)
    return Said(message, call("change_layout", operation=operation, **slots))


def crop(session: Session) -> Said | None:
    """Cut a picture down to a part of it, or leave open to which."""
    rng = session.rng
    number, words = any_picture(session)
    if rng.random() < 0.3:
        message, _ = speak(session, say.CROP_VAGUE, say.AROUND, p=words, x=_thing(session))
        return Said(message, reply=say.WHICH_PART)
    region = rng.choice(tuple(say.REGIONS))
    message, _ = speak(session, say.CROP, say.AROUND, p=words, r=region)
    return Said(message, call("crop", box=list(say.REGIONS[region]), picture=number))


def rotate(session: Session) -> Said | None:
    """Turn a picture by quarters."""
    turns = session.rng.choice(tuple(say.ROTATE))
    return of_picture(session, "rotate", say.ROTATE[turns], say.AROUND, quarter_turns=turns)


def upscale(session: Session) -> Said | None:
    """Ask for more pixels."""
    factor = session.rng.choice(tuple(say.UPSCALE))
    return of_picture(session, "upscale", say.UPSCALE[factor], say.AROUND, factor=factor)


def export(session: Session) -> Said | None:
    """Ask for a file."""
    form = session.rng.choice(tuple(say.EXPORT))
    return asked(session, "export", say.EXPORT[form], say.AROUND, form=form)


def upload(session: Session) -> Said | None:
    """Hand in a picture, with or without a change to make in it."""
    rng = session.rng
    scene = sample_scene(rng, things=rng.choice((1, 1, 2, 3)))
    session.show(session.add(scene, "uploaded"))
    assert session.current is not None, "the upload is the current picture"
    session.attached = (session.current,)
    if len(scene.things) == 1:
        session.focus = scene.things[0]
    if rng.random() < 0.4:
        done = change(session, session.current, session.focus)
        calls = call("edit_picture", instruction=done.told)
        return Said(done.said, calls, apply=edited(session, done, session.current))
    wordings = say.UPLOADED_MESSAGES
    message, _ = speak(session, wordings, say.LEADS, t=rng.choice(scene.things).kind)
    return Said(message, reply=say.UPLOADED)


def thank(session: Session) -> Said | None:
    """Be content."""
    return told(session, say.THANKS, _PLAIN, say.WELCOME)


def greet(session: Session) -> Said | None:
    """Say hello, or ask who this is."""
    return told(session, say.GREETINGS, _PLAIN, say.HELLO)


def talk_nonsense(session: Session) -> Said | None:
    """Say something that has nothing to do with pictures."""
    return told(session, say.NONSENSE, _PLAIN, say.CONFUSED)


def come_too_early(session: Session) -> Said | None:
    """Ask for something that needs a picture when there is none."""
    if session.notes:
        return None
    return told(session, say.TOO_EARLY, say.LEADS, say.NO_PICTURE)


def mean_nothing_there(session: Session) -> Said | None:
    """Name a picture that does not exist."""
    return _about_unknown(session, missing_words(session))


def mean_several(session: Session) -> Said | None:
    """Name a picture by words that fit several."""
    words = unclear_words(session)
    return _about_unknown(session, words) if words else None


def ask_two_things(session: Session) -> Said | None:
    """Ask for two things in one message."""
    rng, heldout = session.rng, session.heldout
    first = edit(session) if rng.random() < 0.6 else draw(session)
    if first is None or session.rng.random() < 0.2:
        first = undo(session)
    second = rng.choice((export, star, branch, upscale, rotate, critique))(session)
    if first is None or second is None:
        return None
    template = say.THEN.pick(rng, heldout=heldout)
    said = first.message.rstrip(" .?!"), second.message[:1].lower() + second.message[1:]
    calls = first.calls + second.calls
    if any("picture" in call.arguments for call in calls):
        return None
    return Said(template.format(*said), calls, apply=first.apply)


def answer_which(session: Session) -> Said | None:
    """Say which picture was meant by an earlier message that left it open."""
    if session.asked != say.WHICH_PICTURE or session.current is None:
        return None
    number = session.rng.choice(session.listed).number
    words = words_for(session, number)
    message, _ = speak(session, say.PICTURE_ANSWERS, say.LEADS, p=words)
    done = change(session, number, None)
    template = say.WHERE_IN.pick(session.rng, heldout=session.heldout)
    words = unclear_words(session) or missing_words(session)
    session.before[-1] = template.replace("{p}", words).replace("{}", done.said)
    calls = call("edit_picture", instruction=done.told, picture=number)
    return Said(message, calls, apply=edited(session, done, number))


def answer_what(session: Session) -> Said | None:
    """Say what to change after having been asked."""
    if session.asked != say.WHAT_CHANGE or session.current is None:
        return None
    done = change(session, session.current, session.focus)
    marked = led(
        fill("{told}", told=done.said),
        session.rng,
        heldout=session.heldout,
        leads=say.CHANGE_ANSWERS,
    )
    message, _ = unmarked(marked, ("told",))
    calls = call("edit_picture", instruction=done.told)
    return Said(message, calls, apply=edited(session, done, session.current))


_PLAIN = Wordings(seen=("{}",), heldout=("{}",))


def _about_unknown(session: Session, words: str) -> Said | None:
    """Ask for something about a picture that cannot be made out."""
    rng, heldout = session.rng, session.heldout
    if rng.random() < 0.5:
        done = edits.change(session.scene, None, rng, heldout=heldout)
        template = say.WHERE_IN.pick(rng, heldout=heldout)
        message = template.replace("{p}", words).replace("{}", done.said)
    else:
        wordings = rng.choice((say.GO_TO, say.DESCRIBE, say.STAR, say.CRITIQUE, say.VARY))
        message, _ = speak(session, wordings, say.AROUND, p=words)
    return Said(message, reply=say.WHICH_PICTURE)


def _question(session: Session, wordings: Wordings) -> tuple[int | None, str]:
    """Choose a wording about a thing, and now and then the picture it is about."""
    template = wordings.pick(session.rng, heldout=session.heldout)
    number, words = any_picture(session)
    if number is None:
        return None, template
    where = say.IN_PICTURE.pick(session.rng, heldout=session.heldout)
    return number, where.replace("{p}", words).replace("{}", template.rstrip("?"))


def _thing(session: Session) -> str:
    """Return words for something, mostly something in the picture: "the red cup"."""
    rng = session.rng
    if session.scene.things and rng.random() < 0.85:
        thing = rng.choice(session.scene.things)
        return f"the {thing.phrase if rng.random() < 0.6 else thing.kind}"
    with suppress(ValueError):
        return "the " + edits.stranger(rng, session.heldout).split(" ", 1)[1]
    return "the background"


def _name(session: Session) -> str:
    rng = session.rng
    if session.heldout:
        return rng.choice(say.HELDOUT_NAMES)
    if rng.random() < 0.4:
        return "".join(
            rng.choice(("ka", "lo", "mi", "ru", "ten", "vor", "sa", "bel")) for _ in "12"
        )
    return rng.choice(say.NAMES)
