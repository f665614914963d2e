"""The public benchmarks we write for: what their scorers read, and how to run them.

No result of theirs is part of this repository: their scorers need weights or a judge that are not.
"""

from typing import Literal, get_args

from got_models.value import Value

BenchmarkName = Literal[
    "geneval", "t2i-compbench", "dpg-bench", "emu-edit", "imagenhub", "reason-edit"
]
BENCHMARKS: tuple[BenchmarkName, ...] = get_args(BenchmarkName)


class Benchmark(Value):
    """A benchmark's layout in words, and the way from here to a score."""

    name: BenchmarkName
    edits: bool
    """Whether its prompts are instructions about a given picture."""
    pictures: int
    """Pictures per prompt that its scorer expects."""
    layout: str
    scorer: str
    needs: str


def _drawing(name: BenchmarkName, pictures: int, layout: str, scorer: str, needs: str) -> Benchmark:
    return Benchmark(
        name=name, edits=False, pictures=pictures, layout=layout, scorer=scorer, needs=needs
    )


def _editing(name: BenchmarkName, layout: str, scorer: str, needs: str) -> Benchmark:
    """Return a benchmark of one picture per instruction; all list their edits for our judge."""
    return Benchmark(
        name=name, edits=True, pictures=1, layout=f"{layout}; edits.jsonl for our own judge",
        scorer=scorer, needs=f"{needs}, or a judge: `got evaluate judge`",
    )  # fmt: skip


_LIST = (
    _drawing(
        "geneval",
        4,
        "00000/metadata.jsonl and 00000/samples/0000.png to 0003.png",
        "evaluation/evaluate_images.py DIR --outfile results.jsonl (djghosh13/geneval)",
        "Mask2Former and CLIP weights",
    ),
    _drawing(
        "t2i-compbench",
        10,
        "samples/PROMPT_000000.png, numbered over all pictures",
        "BLIPvqa_eval/BLIP_vqa.py --out_dir DIR (Karine-Huang/T2I-CompBench)",
        "BLIP-VQA, UniDet and CLIP weights, one for each part",
    ),
    _drawing(
        "dpg-bench",
        4,
        "ID.png, the four pictures of a prompt as a 2 x 2 grid",
        "dpg_bench/dist_eval.sh DIR SIDE (TencentQQGYLab/ELLA)",
        "mPLUG-large VQA weights",
    ),
    _editing(
        "emu-edit",
        "metadata.jsonl, with the columns of facebook/emu_edit_test_set_generations",
        'CLIP and DINO similarities over `load_dataset("imagefolder", data_dir=DIR)` (Emu Edit, '
        "section 5; its authors published pictures and no scorer)",
        "CLIP and DINO weights",
    ),
    _editing(
        "imagenhub",
        "MODEL/ID.jpg and input/ID.jpg, 512 pixels a side, dataset_lookup.json and .csv by ID.jpg; "
        "ids are sample_IMAGE_TURN",
        "run.py --task tie (TIGER-AI-Lab/VIEScore), which leaves SC.json and PQ.json",
        "a model that sees",
    ),
    _editing(
        "reason-edit",
        "Understand/LeftRight_metrics_1/ID.png and so on, Reason/Reasoning_metrics_1/ID.png, by "
        "`scene`; ids sort as the benchmark's own pictures do",
        "test/metrics_evaluation.py --edited_image_understanding_dir DIR/Understand "
        "--edited_image_reasoning_dir DIR/Reason > FILE (TencentARC/SmartEdit)",
        "CLIP and LPIPS weights",
    ),
)

KNOWN: dict[BenchmarkName, Benchmark] = {one.name: one for one in _LIST}


def not_run_here() -> tuple[str, ...]:
    """Return a sentence per benchmark: it was not run, and how to run it."""
    return tuple(
        f"{one.name}: needs {one.needs}; write pictures with `got evaluate export {one.name} "
        f"PROMPTS --out DIR`, score them with {one.scorer}, read the result with "
        f"`got evaluate import {one.name} FILE`"
        for one in _LIST
    )
