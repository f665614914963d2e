"""The desk at which the tools of a turn work: a session in the memory, and who looks at it."""

from collections.abc import Callable, Sequence
from io import BytesIO

from PIL.Image import Image

from agent import exports, ledger, plans
from agent.context import Context
from agent.events import planned
from agent.pictures import about_frame, about_scene, frame_of, held, version_of
from got_models.errors import BadInput
from got_models.thought import Chain
from memory.recall import MARK_END, MARK_START
from memory.values import Making
from tools import drawable, promises
from tools.abilities import notes_on
from tools.arguments import ExportForm
from tools.critique import Critic
from tools.describe import look
from tools.desk import Held, Order, Outcome
from tools.eyesight import Sight
from tools.frames import Reframing
from tools.plan import Plan
from tools.promises import Promise


class SessionDesk:
    """One session, for the tools; orders to a painter are noted, and the turn carries them out."""

    def __init__(self, context: Context) -> None:
        self._context, self._session = context, context.session

    @property
    def critic(self) -> Critic | None:
        """Who judges pictures."""
        return self._context.staff.critic

    def held(self, picture: int | None = None) -> Held:
        """Return a picture, the current one for None."""
        with self._context.archive() as archive:
            version = version_of(archive, self._session, picture)
            return held(archive, self._session, version)

    def order(self, order: Order) -> Outcome:
        """Note what is to be painted, with what the painter does less well than asked.

        Raises:
            BadInput: The painter cannot look at so many references.
        """
        notes = notes_on(order, self._context.staff.models.painter)
        said = " ".join((f"Ordered: {order.wish}", *notes))
        return Outcome(said=said, picture=order.picture, order=order)

    def plan(self, wish: str) -> Plan:
        """Turn a wish into a checked plan."""
        return plans.ask(wish, self._context, subject=None, seed=self._context.staff.settings.seed)

    def planned(self, number: int) -> Chain:
        """Return a plan by its number."""
        with self._context.archive() as archive:
            return archive.chains.get(self._session, number).chain

    def show_plan(self, plan: Plan, *, previous: int | None = None) -> int:
        """Show a plan, made anew or by hand from a `previous` one, and return its number.

        Raises:
            UnknownObject: The models cannot draw what is in it.
        """
        drawable.check_chain(plan.chain, self._context.staff.models.reasoner.vocabulary)
        by = "reasoner" if previous is None else "user"
        with self._context.changing(lasting=False) as archive:
            shown = archive.chains.show(
                self._session, plan.chain, by=by, previous=previous, job=self._context.job
            )
            self._context.tell(planned(shown, repairs=plan.repairs, problems=plan.problems))
        return shown.id

    def seen(self, held: Held, *, on_text: Callable[[str], None] | None = None) -> Chain | None:
        """Return what is in a picture: what is known of it, else what a model sees.

        What is seen once is known from then on. `on_text` hears the model's words.
        """
        with self._context.staff.busy:
            scene = look(held, self._context.staff.looker, on_text=on_text)
        if held.scene is None and scene is not None and scene.elements:
            with self._context.archive() as archive:
                version = version_of(archive, self._session, held.number)
                about = about_scene(scene, written=True)
                archive.versions.note(self._session, version.id, about)
        return scene

    def sight(self, held: Held) -> Sight | None:
        """Return a way to look for things in a picture."""
        eye = self._context.staff.eye
        return None if eye is None else Sight(held.image, eye)

    def promises(self) -> Sequence[Promise]:
        """Return the promises that hold, oldest first."""
        with self._context.archive() as archive:
            return [promises.read(e.promise) for e in archive.ledger.holding(self._session)]

    def promises_in(self, held: Held) -> Sequence[Promise]:
        """Return what must hold in every picture, as it reads in this one."""
        with self._context.archive() as archive:
            version = version_of(archive, self._session, held.number)
            return ledger.holding(archive, self._session, version)

    def undo(self) -> int | None:
        """Go to what the current picture was made from."""
        with self._context.archive() as archive:
            return self._number(archive.heads.undo(self._session).head)

    def redo(self) -> int | None:
        """Go to what was made from the current picture last."""
        with self._context.archive() as archive:
            return self._number(archive.heads.redo(self._session).head)

    def go_to(self, picture: int) -> int | None:
        """Go to a picture."""
        with self._context.archive() as archive:
            version = version_of(archive, self._session, picture)
            return self._number(archive.heads.go_to(self._session, version.id).head)

    def branch(self, name: str | None) -> str:
        """Begin a branch at the current picture and return its name."""
        with self._context.archive() as archive:
            taken = {branch.name for branch in archive.heads.branches(self._session)}
            free = (f"branch {n}" for n in range(len(taken) + 1, 2 * len(taken) + 3))
            chosen = name or next(one for one in free if one not in taken)
            return archive.heads.branch(self._session, chosen).branch

    def elsewhere(self) -> int:
        """Count the pictures that were made after the current one."""
        with self._context.archive() as archive:
            return archive.versions.later(self._session)

    def name(self, picture: int | None, name: str) -> int:
        """Name a picture and return its number."""
        with self._context.archive() as archive:
            version = version_of(archive, self._session, picture)
            archive.marks.name(self._session, version.id, name)
            return archive.versions.number(self._session, version.id)

    def star(self, picture: int | None) -> int:
        """Give a picture a star and return its number."""
        with self._context.archive() as archive:
            version = version_of(archive, self._session, picture)
            archive.marks.star(self._session, version.id)
            return archive.versions.number(self._session, version.id)

    def find(self, query: str, limit: int) -> Sequence[tuple[int | None, str]]:
        """Return the pictures and words that fit a question, best first."""
        with self._context.archive() as archive:
            hits = archive.recall.find(query, session=self._session, limit=limit + 1)
            # The question itself has just been said.
            hits = [hit for hit in hits if hit.job != self._context.job][:limit]
            return [(self._number(hit.version), _plain(hit.excerpt)) for hit in hits]

    def keep(self, promise: str) -> None:
        """Let a promise hold from now on."""
        with self._context.archive() as archive:
            head = archive.sessions.get(self._session).head
            archive.ledger.add(self._session, promise, since=head)

    def release(self, promise: str) -> None:
        """Let go of a promise, given in its own words."""
        with self._context.archive() as archive:
            fitting = [e for e in archive.ledger.holding(self._session) if e.promise == promise]
            if not fitting:
                raise BadInput(f"there is no promise {promise!r}")
            for entry in fitting:
                archive.ledger.release(self._session, entry.id)

    def hang(
        self,
        image: Image,
        operation: str,
        *,
        parent: int,
        wish: str,
        scene: Chain | None,
        step: Reframing | None = None,
    ) -> int:
        """Keep a picture made from another, go there, and return its number; see `Wall.hang`."""
        stream = BytesIO()
        image.save(stream, "PNG")
        with self._context.archive() as archive:
            origin = version_of(archive, self._session, parent)
            about = {
                "wish": wish,
                **about_scene(scene, written=True),
                **about_frame(frame_of(origin).after(step)),
            }
            making = Making.model_validate(
                {
                    "operation": operation,
                    "picture": archive.pictures.keep(stream.getvalue()),
                    "parameters": about,
                }
            )
            made = archive.versions.add(
                self._session, making, parent=origin.id, job=self._context.job
            )
            return archive.versions.number(self._session, made.id)

    def export(self, form: ExportForm) -> str:
        """Write a file and return its name in the folder of exports."""
        with self._context.archive() as archive:
            return exports.export(archive, self._session, form).name

    def _number(self, version: int | None) -> int | None:
        if version is None:
            return None
        with self._context.archive() as archive:
            return archive.versions.number(self._session, version)


def _plain(excerpt: str) -> str:
    return excerpt.replace(MARK_START, "").replace(MARK_END, "")
