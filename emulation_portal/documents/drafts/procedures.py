"""The ways of official papers. A kind of paper takes one of them; the words fit themselves to its name."""

from collections.abc import Callable, Iterable
from typing import Any

from emulation_portal.core.parts import Verb
from emulation_portal.core.vietnamese import capitalised
from emulation_portal.procedure.declared import Asks, Procedure, State, Step
from emulation_portal.rights.enums import Role

from . import effects, policies
from .enums import DraftStatus as D
from .enums import Relation
from .ways import BACK, BY_LEADER, Check, Way, moves_of_all_ways

CORRECTIBLE = "Nhập lại để sửa sai"


def paper_procedures(
    *, code: str, slug: str, model: str, noun: str, way: Way = BY_LEADER
) -> tuple[Procedure, Procedure]:
    """Declare the way of a kind of paper, and that of its transcriptions.

    Raises ValueError for a move that the database would refuse.
    """
    common: dict[str, Any] = {
        "code": code,
        "slug": slug,
        "model": model,
        "noun": noun,
        "statuses": D,
        "start": D.DRAFT.value,
        "listed_as": "drafts.Draft",
        "unit": "issuer__unit",
    }
    drafting = Procedure(
        steps=(*way.steps(noun), *_to_the_book(noun), *_succeeding(), *_ending(noun, way.may_revoke)),
        states=_states(noun, way),
        path=((D.DRAFT, "Dự thảo"), *way.path, (D.APPROVED, "Cấp số"), (D.ISSUED, "Ban hành")),
        stands_at={D.RETURNED: D.DRAFT, D.DISCARDED: D.DRAFT, D.SUPERSEDED: D.ISSUED, D.REVOKED: D.ISSUED},
        narrow={"kind": code, "is_transcription": False},
        **common,
    )
    transcribing = Procedure(
        steps=(*_transcribing(noun), *_succeeding(), *_ending(noun, way.may_revoke)),
        states=_states_of_transcription(noun),
        path=((D.DRAFT, "Nhập từ tệp"), (D.ISSUED, "Ghi vào sổ")),
        stands_at={D.DISCARDED: D.DRAFT, D.SUPERSEDED: D.ISSUED, D.REVOKED: D.ISSUED},
        narrow={"kind": code, "is_transcription": True},
        **common,
    )
    for procedure in (drafting, transcribing):
        if unknown := set(procedure.moves()) - set(all_moves()):
            raise ValueError(f"{procedure}: the database refuses {sorted(unknown)}")
    return drafting, transcribing


def all_moves() -> list[tuple[str, str]]:
    """Return every move that a way of a paper may have: what the database lets through."""
    steps = (*_to_the_book(""), *_transcribing(""), *_ending("", policies.check_can_revoke))
    moves = {(str(before), str(step.to)) for step in steps if step.to for before in step.of}
    return sorted(moves | set(moves_of_all_ways()))


def _to_the_book(noun: str) -> Iterable[Step]:
    yield Step(
        "ban-hanh",
        (D.APPROVED,),
        D.ISSUED,
        "issued",
        "Cấp số, ban hành",
        Verb(f"Cấp số, ban hành {noun}", "success"),
        policies.check_can_issue,
        asks=Asks.WORD,
        word="BAN HÀNH",
        title="Cấp số và ban hành",
        icon="seal",
        done="Đã ban hành. Tệp PDF đang được tạo.",
        effects=effects.of_issuing,
    )
    yield Step(
        "tra-lai",
        (D.APPROVED,),
        D.RETURNED,
        "returned",
        "Trả lại vì sai thể thức",
        check=policies.check_can_issue,
        **BACK,
    )
    yield _discarding(noun, "Bỏ dự thảo", (D.DRAFT, D.RETURNED))


def _discarding(noun: str, label: str, of: tuple[str, ...], when: Callable[[Any], bool] | None = None) -> Step:
    """Return the step by which a draft that nobody needs is dropped."""
    return Step(
        "bo",
        of,
        D.DISCARDED,
        "discarded",
        label,
        Verb(f"Bỏ dự thảo {noun}", "warning"),
        policies.check_can_write,
        asks=Asks.REASON,
        look="link",
        is_main=False,
        when=when,
        effects=effects.of_discarding,
        done="Đã bỏ dự thảo. Nội dung và lý do vẫn xem được ở đây.",
    )


def _amends_nothing(draft: Any) -> bool:
    """An amendment is not amended itself: the next one amends the same paper again."""
    return draft.relation != Relation.AMENDMENT


def _succeeding() -> Iterable[Step]:
    """Begin the paper that amends or replaces this one, which stays as it is until that one is issued; or, from one that
    was revoked, the same anew.
    """
    for slug, event, label in (
        ("sua-doi", "amendment_started", "Soạn bản sửa đổi, bổ sung"),
        ("thay-the", "replacement_started", "Soạn bản thay thế"),
    ):
        yield Step(
            slug,
            (D.ISSUED,),
            "",
            event,
            label,
            Verb(label, "warning"),
            policies.check_can_succeed,
            look="secondary",
            is_main=False,
            when=_amends_nothing,
            closed="Văn bản này chỉ sửa đổi, bổ sung một văn bản khác. Hãy mở văn bản được sửa đổi rồi soạn từ đó.",
            done="Đã mở dự thảo. Hãy ghi những gì thay đổi, rồi trình như thường lệ.",
        )

    yield Step(
        "soan-lai",
        (D.REVOKED,),
        "",
        "drafted_again",
        "Soạn lại từ bản này",
        Verb("Soạn lại từ văn bản đã thu hồi", "info"),
        policies.check_can_succeed,
        look="secondary",
        is_main=False,
        done="Đã mở dự thảo mới với nội dung của văn bản đã thu hồi. Hãy sửa chỗ sai, rồi trình như thường lệ.",
    )


def _transcribing(noun: str) -> Iterable[Step]:
    yield Step(
        "ghi-so",
        (D.DRAFT,),
        D.ISSUED,
        "transcribed",
        "Ghi vào sổ",
        Verb("Ghi vào sổ văn bản đã ban hành", "success"),
        policies.check_can_transcribe,
        asks=Asks.WORD,
        word="GHI SỔ",
        title="Ghi văn bản đã ban hành vào sổ",
        icon="seal",
        done="Đã ghi vào sổ. Tệp PDF đang được tạo.",
        effects=effects.of_transcribing,
    )
    yield Step(
        "nhap-lai",
        (D.ISSUED,),
        "",
        "correction_started",
        CORRECTIBLE,
        Verb(CORRECTIBLE, "warning"),
        policies.check_can_correct,
        look="secondary",
        is_main=False,
        when=_has_no_correction,
        closed="Văn bản này đã có bản nhập lại mới hơn. Hãy mở bản đó từ trang của văn bản này.",
        done="Đã mở bản nhập lại. Hãy sửa chỗ sai rồi để văn thư ghi vào sổ.",
    )
    yield _discarding(noun, "Thôi nhập lại", (D.DRAFT,), _is_correction)
    yield _discarding(noun, "Bỏ dự thảo", (D.DRAFT,), _is_no_correction)


def _ending(noun: str, may_revoke: Check) -> Iterable[Step]:
    yield Step(
        "duoc-thay",
        (D.ISSUED,),
        D.SUPERSEDED,
        "superseded",
        "Thay thế",
        Verb("Thay thế bằng bản mới", "warning"),
        policies.check_can_issue,
        is_main=False,
        is_offered=False,
    )
    yield Step(
        "thu-hoi",
        (D.ISSUED,),
        D.REVOKED,
        "revoked",
        f"Thu hồi {noun}",
        Verb(f"Thu hồi {noun}", "danger"),
        may_revoke,
        asks=Asks.WORD,
        wants_reason=True,
        word="THU HỒI",
        title=f"Thu hồi {noun}",
        done=f"Đã thu hồi {noun}.",
        look="danger",
        is_main=False,
        effects=effects.of_revoking,
    )


def _is_correction(draft: Any) -> bool:
    return draft.predecessor_id is not None


def _is_no_correction(draft: Any) -> bool:
    return draft.predecessor_id is None


def _has_no_correction(draft: Any) -> bool:
    return draft.correction is None


# --- states -----------------------------------------------------------------------------------------------------------


def _states(noun: str, way: Way) -> dict[str, State]:
    return {
        D.DRAFT: State("neutral", Role.OFFICER, "Hoàn thiện và trình dự thảo", "Mở dự thảo"),
        D.RETURNED: State(
            "warning",
            Role.OFFICER,
            f"{capitalised(noun)} bị trả lại, cần sửa rồi trình lại",
            "Xem lý do, sửa",
            came="trả lại lúc",
        ),
        **way.states(noun),
        # Numbered on the day it is signed or the next working day: NĐ 30/2020/NĐ-CP Điều 15.
        D.APPROVED: State("info", Role.CLERK, f"Cấp số, ban hành {noun} đã duyệt", "Cấp số", due_days=1),
        **_ENDS,
        D.ISSUED: _in_force(noun),
    }


def _in_force(noun: str) -> State:
    return State("success", note=f"{capitalised(noun)} đã ban hành, có hiệu lực.")


_ENDS: dict[str, State] = {
    D.SUPERSEDED: State("neutral", note="Văn bản chỉ còn để tra cứu."),
    D.REVOKED: State("danger", note="Văn bản chỉ còn để tra cứu."),
    D.DISCARDED: State("neutral", note="Dự thảo chỉ còn để xem lại."),
}


def _states_of_transcription(noun: str) -> dict[str, State]:
    return {
        D.DRAFT: State("neutral", Role.CLERK, "Ghi vào sổ văn bản đã nhập từ tệp", "Đối chiếu, ghi sổ"),
        **_ENDS,
        D.ISSUED: _in_force(noun),
    }
