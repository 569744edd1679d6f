"""What a standard of an award asks, one by one, as data that can be checked and read.

Pure. `words()` says a condition as a clerk reads it; nothing here checks one.
"""

import msgspec

from .catalogue import label_of
from .enums import AwardGround, Confidence, Discipline, InitiativeKind, Rating, Scope


class Condition(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, tag_field="is"):
    """One thing that is asked. `source` and `confidence` are its own where they differ from those of the standard."""

    source: str = ""
    confidence: Confidence | None = None

    def words(self) -> str:
        raise NotImplementedError


class Rated(Condition, frozen=True, tag="rated"):
    """Mức độ hoàn thành nhiệm vụ, in each of so many adjacent years that end with the year of the achievement."""

    at_least: Rating
    years: int = 1

    def words(self) -> str:
        better = "" if self.at_least == Rating.EXCELLENT else " trở lên"
        long = f" {self.years} năm liên tục" if self.years > 1 else ""
        return f"Được xếp loại {self.at_least.label.lower()}{better}{long}"


class Served(Condition, frozen=True, tag="served"):
    """Months at work in the year of who was recruited in it. Leave for maternity counts."""

    months: int

    def words(self) -> str:
        return f"Có thời gian công tác trong năm từ đủ {self.months} tháng"


class Undisciplined(Condition, frozen=True, tag="undisciplined"):
    """The person bears no discipline of this level or a heavier one in the year."""

    level: Discipline

    def words(self) -> str:
        return f"Không bị kỷ luật từ {self.level.label.lower()} trở lên trong năm"


class MembersUndisciplined(Condition, frozen=True, tag="members_undisciplined"):
    """Nobody in the collective bears such a discipline."""

    level: Discipline

    def words(self) -> str:
        return f"Không có cá nhân bị kỷ luật từ {self.level.label.lower()} trở lên"


class MembersDone(Condition, frozen=True, tag="members_done"):
    """Everybody in the collective has done their task; who was not rated has not."""

    def words(self) -> str:
        return "100% cá nhân trong tập thể hoàn thành nhiệm vụ được giao"


class MembersHold(Condition, frozen=True, tag="members_hold"):
    """So many in the collective hold a title of the year: at least a number, at least a share, or more than a share."""

    award: str
    number: int = 0
    at_least_percent: int = 0
    more_than_percent: int = 0

    def words(self) -> str:
        if self.number:
            return f"Có ít nhất {self.number} cá nhân đạt {label_of(self.award)}"
        share = f"trên {self.more_than_percent}%" if self.more_than_percent else f"từ {self.at_least_percent}% trở lên"
        return f"Có {share} cá nhân đạt {label_of(self.award)}"


class MeetsStandard(Condition, frozen=True, tag="meets_standard"):
    """The standard of another award of the same regime is met for the same year."""

    award: str

    def words(self) -> str:
        return f"Đạt tiêu chuẩn {label_of(self.award)}"


class HeldInARow(Condition, frozen=True, tag="held_in_a_row"):
    """The title in each of so many adjacent years, the last of which is the year of the achievement."""

    award: str
    years: int

    def words(self) -> str:
        return f"Đạt {label_of(self.award)} {self.years} năm liên tục, tính cả năm đề nghị"


class HeldBefore(Condition, frozen=True, tag="held_before"):
    """The award was given, and so many adjacent years since then were rated so."""

    award: str
    years_after: int
    at_least: Rating

    def words(self) -> str:
        rated = self.at_least.label.lower()
        return f"Đã được tặng {label_of(self.award)}, sau đó có {self.years_after} năm liên tục trở lên được xếp loại {rated}"


class HeldTimes(Condition, frozen=True, tag="held_times"):
    """The award so many times within so many years that end with the year of the achievement."""

    award: str
    times: int
    years: int

    def words(self) -> str:
        return f"Trong {self.years} năm có {self.times:02} lần đạt {label_of(self.award)}"


class HasInitiative(Condition, frozen=True, tag="has_initiative"):
    """Initiatives or projects whose effect reaches so far, recognised; projects accepted, or applied too."""

    kind: InitiativeKind
    scope: Scope
    number: int = 1
    is_applied: bool = False

    def words(self) -> str:
        how = {
            (InitiativeKind.INITIATIVE, False): "được công nhận",
            (InitiativeKind.INITIATIVE, True): "được công nhận, đã áp dụng hiệu quả",
            (InitiativeKind.PROJECT, False): "đã nghiệm thu",
            (InitiativeKind.PROJECT, True): "đã nghiệm thu và áp dụng hiệu quả",
        }[self.kind, self.is_applied]
        number = f"{self.number} " if self.number > 1 else ""
        return f"Có {number}{self.kind.label.lower()} {how}, phạm vi ảnh hưởng {self.scope.label.lower()}"


class WithinShare(Condition, frozen=True, tag="within_share"):
    """Who gets the award are no more than a share of who holds another; a part of one counts for nothing."""

    percent: int
    award: str

    def words(self) -> str:
        return f"Không quá {self.percent}% số {label_of(self.award)}"


class LeadsBlock(Condition, frozen=True, tag="leads_block"):
    """Dẫn đầu cụm, khối thi đua in the year."""

    def words(self) -> str:
        return "Dẫn đầu cụm, khối thi đua trong năm"


class ExceedsTargets(Condition, frozen=True, tag="exceeds_targets"):
    def words(self) -> str:
        return "Hoàn thành vượt mức các chỉ tiêu thi đua, nhiệm vụ được giao trong năm"


class InCampaign(Condition, frozen=True, tag="in_campaign"):
    """The achievement was reached in a campaign that such a body launched, lasting so long; at its end where `is_over`."""

    launched_by: str
    years: int = 0
    is_over: bool = False

    def words(self) -> str:
        long = f" có thời gian từ {self.years} năm trở lên" if self.years else ""
        end = ", khi tổng kết" if self.is_over else ""
        return f"Có thành tích trong phong trào thi đua do {self.launched_by} phát động{long}{end}"


class OfGround(Condition, frozen=True, tag="of_ground"):
    """The achievement is of this kind."""

    ground: AwardGround

    def words(self) -> str:
        return f"Có thành tích {self.ground.label.lower()}"


class Judged(Condition, frozen=True, tag="judged"):
    """What only people can judge. `key` names the answer, which stays the same when the words are mended."""

    key: str
    text: str

    def words(self) -> str:
        return self.text


class AnyOf(Condition, frozen=True, tag="any_of"):
    """One of these is enough."""

    of: tuple["AnyCondition", ...]

    def words(self) -> str:
        first, *others = (each.words() for each in self.of)
        return "; hoặc ".join((first, *(f"{each[0].lower()}{each[1:]}" for each in others)))


AnyCondition = (
    Rated
    | Served
    | Undisciplined
    | MembersUndisciplined
    | MembersDone
    | MembersHold
    | MeetsStandard
    | HeldInARow
    | HeldBefore
    | HeldTimes
    | HasInitiative
    | WithinShare
    | LeadsBlock
    | ExceedsTargets
    | InCampaign
    | OfGround
    | Judged
    | AnyOf
)
