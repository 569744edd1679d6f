"""Points as they are typed: 8, 2,5; 0 is a number, an empty box is none."""

from dataclasses import dataclass
from decimal import Decimal

from campaigns.reports.quantities import NoNumber, parse_quantity, written
from campaigns.reports.typed import TypedWrong
from emulation_portal.core.errors import DomainError
from emulation_portal.documents.paper import clean

from .enums import GroupKind
from .models import ScoreCriterion
from .regulations import PLACES

MAX_NOTE = 1000


@dataclass(frozen=True)
class TypedPoints:
    points: Decimal | None
    note: str


def read_points(criterion: ScoreCriterion, points: str, note: str) -> TypedPoints:
    """Return what was typed for a criterion. Raises TypedWrong: no number, more than the criterion has, a note too long."""
    errors = {}
    given = None
    try:
        given = _number(criterion, points)
    except DomainError as error:
        errors["points"] = str(error)
    said = clean(note).replace("\r\n", "\n").strip()
    if len(said) > MAX_NOTE:
        errors["note"] = f"Dài {len(said)} ký tự, nhiều nhất {MAX_NOTE}. Hãy viết gọn lại hoặc đính tệp ở báo cáo."
    if errors:
        raise TypedWrong(errors)
    return TypedPoints(given, said)


def _number(criterion: ScoreCriterion, text: str) -> Decimal | None:
    if not text.strip():
        return None
    points = parse_quantity(text, places=PLACES, unit="điểm")
    if points < 0:
        is_deducted = criterion.group.kind == GroupKind.DEDUCTION
        raise NoNumber("Ghi số điểm bị trừ, không ghi dấu trừ." if is_deducted else "Điểm không nhỏ hơn 0.")
    if points > criterion.most_points:
        raise NoNumber(f"Nhiều nhất {written(criterion.most_points)} điểm.")
    return points
