"""Two hundred pictures for a person to judge, and how far the person and the rules agree."""

import base64
import json
import random
import re
from collections.abc import Sequence
from html import escape
from pathlib import Path

from got_models.errors import BadInput
from got_models.evaluating.intervals import Interval, interval
from got_models.evaluating.report.rows import Row, RunFacts
from got_models.value import Value

PICTURES = 200

SUITES = ("geneval", "levels")


class Ratings(Value):
    """What a person said, by the row's suite, variant and id joined by `|`: right or wrong.

    Rows of every report have the same keys; `run` says whose pictures were looked at.
    """

    run: RunFacts
    rater: str = ""
    ratings: dict[str, bool]


class Agreement(Value):
    """How far rules and person agree; kappa is Cohen's, None where one of them never varies."""

    rated: int
    overall: Interval
    kappa: float | None
    by_task: dict[str, Interval]
    false_passes: int
    """Pictures that the rules pass and the person does not."""
    false_fails: int


def stratified(rows: Sequence[Row], count: int = PICTURES) -> list[Row]:
    """Return rows to be rated, as evenly as can be over tasks and verdicts, in random order."""
    shown = [row for row in rows if row.picture and row.suite in SUITES]
    rng = random.Random("rating")
    strata: dict[tuple[str, bool], list[Row]] = {}
    for row in rng.sample(shown, len(shown)):
        strata.setdefault((row.group, row.right), []).append(row)
    found: list[Row] = []
    while len(found) < min(count, len(shown)):
        for held in strata.values():
            if held and len(found) < count:
                found.append(held.pop())
    return rng.sample(found, len(found))


def page(rows: Sequence[Row], folder: Path, run: RunFacts) -> str:
    """Return the page: one picture at a time, y or right arrow: right, n or left arrow: wrong.

    The verdict of the rules is not on it. What was said is kept in the browser until exported, with
    the facts of the run that the pictures are from.
    """
    items = [
        {
            "key": "|".join(row.key),
            "prompt": row.prompt,
            "image": base64.b64encode((folder / row.picture).read_bytes()).decode(),
        }
        for row in rows
        if row.picture
    ]
    data, facts = (
        json.dumps(one).replace("</", "<\\/") for one in (items, run.model_dump(mode="json"))
    )
    parts = {"__TITLE__": escape(folder.name), "__RUN__": facts, "__ITEMS__": data}
    return re.sub("__(TITLE|RUN|ITEMS)__", lambda name: parts[name[0]], _PAGE)


def read_ratings(path: Path) -> Ratings:
    """Read what the page exported.

    Raises:
        BadInput: It cannot be read or holds something else.
    """
    try:
        return Ratings.model_validate_json(path.read_bytes())
    except (OSError, ValueError) as cause:
        raise BadInput(f"{str(path)!r} holds no ratings exported by the rating page") from cause


def agreement(run: RunFacts, rows: Sequence[Row], ratings: Ratings) -> Agreement:
    """Compare the rules' verdicts in a report with a person's.

    Raises:
        BadInput: The report's pictures are others than those rated, or it has none of them.
    """
    if run.drawing != ratings.run.drawing:
        raise BadInput(
            f"{ratings.run.model} with weights {ratings.run.weights_hash[:12]} was rated, this "
            f"report is of {run.model} with {run.weights_hash[:12]}, or of other seeds or steps"
        )
    pairs = [(row, said) for row in rows
             if (said := ratings.ratings.get("|".join(row.key))) is not None]  # fmt: skip
    if not pairs:
        raise BadInput("none of the rated pictures is in this report; was another one rated?")
    same = [row.right == said for row, said in pairs]
    tasks = dict.fromkeys(row.group for row, _ in pairs)
    return Agreement(
        rated=len(pairs),
        overall=interval(same, [row.cluster for row, _ in pairs]),
        kappa=_kappa([(row.right, said) for row, said in pairs]),
        by_task={task: interval([row.right == said for row, said in pairs if row.group == task])
                 for task in tasks},
        false_passes=sum(row.right and not said for row, said in pairs),
        false_fails=sum(said and not row.right for row, said in pairs),
    )  # fmt: skip


def _kappa(pairs: Sequence[tuple[bool, bool]]) -> float | None:
    count = len(pairs)
    observed = sum(a == b for a, b in pairs) / count
    first, second = (sum(one[at] for one in pairs) / count for at in (0, 1))
    expected = first * second + (1 - first) * (1 - second)
    return None if expected == 1 else round((observed - expected) / (1 - expected), 4)


_PAGE = """<!doctype html><html lang=en><meta charset=utf-8><title>Rate __TITLE__</title><style>
body{font:18px/1.4 system-ui,sans-serif;text-align:center;margin:1.5em}
img{width:min(70vh,90vw);image-rendering:pixelated;border:1px solid #ccc}
button{font-size:1em;margin:.6em;padding:.5em 1.4em}progress{width:60%}.said{color:#777}</style>
<progress id=bar></progress><p id=count></p><h2 id=prompt></h2><img id=image alt="picture to rate">
<p><button id=wrong>wrong (n, &larr;)</button><button id=right>right (y, &rarr;)</button>
<button id=back>back (b)</button><button id=save>export JSON (s)</button></p>
<p class=said id=said></p><script>
const run=__RUN__,items=__ITEMS__;
const store=["got ratings",document.title,run.weights_hash,run.steps,run.seed].join(" ");
const $=id=>document.getElementById(id);
let ratings=JSON.parse(localStorage.getItem(store)||"{}");
let at=Math.max(0,items.findIndex(i=>!(i.key in ratings)));
function show(){if(!items.length){$("prompt").textContent="There is nothing to rate.";return}
const i=items[at];$("prompt").textContent=i.prompt;$("image").src="data:image/png;base64,"+i.image;
$("bar").max=items.length;$("bar").value=Object.keys(ratings).length;
$("count").textContent=`${at+1} of ${items.length}, ${Object.keys(ratings).length} rated`;
$("said").textContent=i.key in ratings?"you said: "+(ratings[i.key]?"right":"wrong"):"";}
function rate(good){ratings[items[at].key]=good;localStorage.setItem(store,JSON.stringify(ratings));
at=Math.min(at+1,items.length-1);show()}
function save(){const blob=new Blob([JSON.stringify({run,rater:"",ratings},null,1)]);
const a=document.createElement("a");a.href=URL.createObjectURL(blob);a.download="ratings.json";
a.click()}
const back=()=>{at=Math.max(0,at-1);show()},keys={y:()=>rate(true),ArrowRight:()=>rate(true),
n:()=>rate(false),ArrowLeft:()=>rate(false),b:back,s:save};
addEventListener("keydown",e=>{if(keys[e.key]){e.preventDefault();keys[e.key]()}});
$("right").onclick=()=>rate(true);$("wrong").onclick=()=>rate(false);$("back").onclick=back;
$("save").onclick=save;show();</script></html>
"""
