"""What waits for a slow page."""

import asyncio

from ui.outbox import Outbox


def taken(box: Outbox, count: int) -> list[str]:
    async def take() -> list[str]:
        return [await box.take() for _ in range(count)]

    return asyncio.run(take())


def test_of_previews_only_the_newest_waits_and_nothing_else_is_lost() -> None:
    box = Outbox()
    for step in range(100):
        box.put(f"preview {step}", instead_of=(7, True))
        box.put(f"step {step}", instead_of=(7, False))
        if step % 50 == 0:
            box.put(f"event {step}")

    assert taken(box, 4) == ["event 0", "event 50", "preview 99", "step 99"]


def test_it_waits_for_something_to_come() -> None:
    async def both() -> str:
        box = Outbox()
        waiting = asyncio.create_task(box.take())
        await asyncio.sleep(0)
        box.put("come")
        return await waiting

    assert asyncio.run(both()) == "come"
