"""How a submitted paper comes to its approval: the desks it passes. An app may lay a way of its own over desks."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations, pairwise
from typing import Any

from emulation_portal.core.parts import Verb
from emulation_portal.core.vietnamese import capitalised, within
from emulation_portal.procedure.declared import Asks, State, Step
from emulation_portal.rights.enums import Role

from . import effects, policies
from .enums import REVIEWS
from .enums import DraftStatus as D

Check = Callable[[Any, Any], None]
BACK: dict[str, Any] = {
    "said": Verb("Trả lại chỉnh sửa", "warning"),
    "asks": Asks.REASON,
    "title": "Trả lại chỉnh sửa",
    "reason_hint": "Người nhận sẽ đọc đúng những chữ này. Hãy ghi rõ chỗ nào, cần sửa thế nào.",
    "done": f"Đã trả lại {within(Role.OFFICER.label)}, kèm lý do.",
    "look": "secondary",
    "is_main": False,
}


@dataclass(frozen=True)
class Desk:
    """Where a paper waits for one role. `{noun}` in words stands for what the paper is called."""

    status: D
    name: str  # on the stepper
    owner: Role
    check: Check
    task: str  # what the owner is asked to do
    button: str
    slug: str  # of the step by which it comes here from another desk
    handed_on: str  # the button of that step, and its words in the log
    handed_on_done: str
    submitted: str  # the button of the step by which it comes here from the drafter
    submitted_said: str
    submitted_done: str


@dataclass(frozen=True)
class Way:
    """The desks in their order; who sits at the last approves. `may_revoke` asks who ends the paper again."""

    desks: tuple[Desk, ...]
    may_revoke: Check

    def steps(self, noun: str) -> Iterator[Step]:
        """Return the steps from the drafter's desk to approval, and the ways back."""
        first, *_ = self.desks
        yield from _submitting(first, noun)
        for desk, following in pairwise((*self.desks, None)):
            assert desk is not None  # only what follows the last desk is nothing
            yield _handing_on(desk, following) if following else _approving(desk, noun)
            yield Step("tra-lai", (desk.status,), D.RETURNED, "returned", "Trả lại", check=desk.check, **BACK)
        yield _taking_back(self.desks[-1], noun)

    def states(self, noun: str) -> Mapping[str, State]:
        """Return who has the paper meanwhile."""
        return {
            desk.status: State("waiting", desk.owner, desk.task.format(noun=noun), desk.button) for desk in self.desks
        }

    @property
    def path(self) -> tuple[tuple[str, str], ...]:
        return tuple((str(desk.status), desk.name) for desk in self.desks)


def _submitting(desk: Desk, noun: str) -> Iterator[Step]:
    words: dict[str, Any] = {
        "said": Verb(desk.submitted_said, "waiting"),
        "check": policies.check_can_submit,
        "done": desk.submitted_done.format(noun=noun),
    }
    yield Step("trinh", (D.DRAFT,), desk.status, "submitted", desk.submitted, **words)
    yield Step("trinh", (D.RETURNED,), desk.status, "submitted", "Trình lại", **words)
    yield Step(
        "rut-ve",
        (desk.status,),
        D.DRAFT,
        "withdrawn",
        "Rút về",
        Verb("Rút về để sửa", "warning"),
        policies.check_can_submit,
        asks=Asks.REASON,
        title=f"Rút {noun} về dự thảo",
        done=f"Đã rút {noun} về dự thảo.",
        look="secondary",
        is_main=False,
    )


def _handing_on(desk: Desk, to: Desk) -> Step:
    return Step(
        to.slug,
        (desk.status,),
        to.status,
        "passed_on",
        to.handed_on,
        Verb(to.handed_on, "waiting"),
        desk.check,
        done=to.handed_on_done,
    )


def _approving(desk: Desk, noun: str) -> Step:
    return Step(
        "duyet",
        (desk.status,),
        D.APPROVED,
        "approved",
        f"Duyệt {noun}",
        Verb(f"Duyệt {noun}", "success"),
        desk.check,
        asks=Asks.CONFIRM,
        title=f"Duyệt {noun}",
        effects=effects.of_approving,
        done="Đã duyệt. Văn thư sẽ cấp số và ban hành.",
    )


def _taking_back(desk: Desk, noun: str) -> Step:
    """Return the step by which an approval is taken back as long as the clerk has given no number."""
    return Step(
        "thu-lai",
        (D.APPROVED,),
        desk.status,
        "approval_taken_back",
        "Thu lại ý kiến duyệt",
        Verb("Thu lại ý kiến duyệt", "warning"),
        desk.check,
        asks=Asks.REASON,
        title="Thu lại ý kiến duyệt",
        reason_hint="Văn thư và chuyên viên sẽ đọc đúng những chữ này.",
        done=f"Đã thu lại ý kiến duyệt. {capitalised(noun)} lại chờ duyệt, chưa có số.",
        look="secondary",
        is_main=False,
    )


_TO_OFFICE: dict[str, Any] = {
    "status": D.DEPT_REVIEW,
    "owner": Role.CHIEF_OF_OFFICE,
    "check": policies.check_can_review,
    "slug": "trinh-van-phong",
    "handed_on": "Trình Văn phòng",
    "handed_on_done": "Đã trình Văn phòng.",
    "submitted": "Trình rà soát",
    "submitted_said": "Trình Chánh Văn phòng rà soát",
    "submitted_done": "Đã trình. Chánh Văn phòng sẽ rà soát {noun} này.",
}
OFFICE_REVIEWS = Desk(
    name="Văn phòng rà soát", task="Rà soát {noun} trước khi trình lãnh đạo", button="Rà soát", **_TO_OFFICE
)
OFFICE_APPROVES = Desk(name="Văn phòng duyệt", task="Duyệt {noun}", button="Xem và duyệt", **_TO_OFFICE)
LEADER_APPROVES = Desk(
    status=D.LEADER_REVIEW,
    name="Lãnh đạo duyệt",
    owner=Role.LEADER,
    check=policies.check_can_approve,
    task="Duyệt {noun}",
    button="Xem và duyệt",
    slug="trinh-lanh-dao",
    handed_on="Trình lãnh đạo",
    handed_on_done="Đã trình lãnh đạo duyệt.",
    submitted="Trình lãnh đạo",
    submitted_said="Trình lãnh đạo",
    submitted_done="Đã trình. Lãnh đạo sẽ xem {noun} này.",
)
BY_LEADER = Way((OFFICE_REVIEWS, LEADER_APPROVES), policies.check_can_revoke)
# Of what the Chief of Office approves, and signs by order of the head. Source: NĐ 30/2020/NĐ-CP Điều 13 khoản 4.
BY_CHIEF = Way((OFFICE_APPROVES,), policies.check_can_revoke_own_order)


def moves_of_all_ways() -> Iterable[tuple[str, str]]:
    """Return the moves of every way that may be laid over the states of review, in their order: for the database."""
    desks = {desk.status: desk for desk in (OFFICE_REVIEWS, LEADER_APPROVES)}
    for length in range(1, len(REVIEWS) + 1):
        for statuses in combinations(REVIEWS, length):
            way = Way(tuple(desks[status] for status in statuses), policies.check_can_revoke)
            yield from ((str(before), str(step.to)) for step in way.steps("") for before in step.of)
