from django.db import models


class DraftStatus(models.TextChoices):
    """The way of an official paper from the officer's desk to the register."""

    DRAFT = "draft", "Dự thảo"
    DEPT_REVIEW = "dept_review", "Chờ Chánh Văn phòng rà soát"
    LEADER_REVIEW = "leader_review", "Chờ lãnh đạo duyệt"
    RETURNED = "returned", "Trả lại chỉnh sửa"
    APPROVED = "approved", "Đã duyệt (chờ cấp số)"
    ISSUED = "issued", "Đã ban hành"
    SUPERSEDED = "superseded", "Đã được thay thế"
    REVOKED = "revoked", "Đã thu hồi"
    DISCARDED = "discarded", "Đã bỏ"


# With a reviewer, in the order in which a way may pass them.
REVIEWS = (DraftStatus.DEPT_REVIEW, DraftStatus.LEADER_REVIEW)
EDITABLE = frozenset({DraftStatus.DRAFT, DraftStatus.RETURNED})
ISSUED_EVER = frozenset({DraftStatus.ISSUED, DraftStatus.SUPERSEDED, DraftStatus.REVOKED})
# With somebody else than its drafter.
UNDER_WAY = frozenset({DraftStatus.DEPT_REVIEW, DraftStatus.LEADER_REVIEW, DraftStatus.APPROVED})
BEING_WRITTEN = EDITABLE | UNDER_WAY


class Shelf(models.TextChoices):
    """Which papers a list shows: those that were issued, or those that somebody still has on the desk."""

    ISSUED = "", "Đã ban hành"
    WRITTEN = "writing", "Đang soạn, đang trình"


class Relation(models.TextChoices):
    """What a draft is to the paper it names. Source: NĐ 30/2020/NĐ-CP Điều 18."""

    CORRECTION = "correction", "Nhập lại"  # of a transcription: the portal read or typed it wrong
    AMENDMENT = "amendment", "Sửa đổi, bổ sung"  # the older paper stays in force
    REPLACEMENT = "replacement", "Thay thế"

    @property
    def is_by_the_same_issuer(self) -> bool:
        """Return whether only the body that issued the older paper may issue the new one."""
        return self != self.CORRECTION

    @property
    def being_written(self) -> str:
        """Return what is said beside the older paper while the new one is written."""
        return "đang nhập lại" if self == self.CORRECTION else f"đang soạn bản {self.label.lower()}"


class RowsPlace(models.TextChoices):
    """Where a paper prints a list that it keeps in rows of its own: in the main section on the list's topic, or not."""

    AUTO = "auto", "Tự động: in khi mục chưa có nội dung riêng"
    FIRST = "first", "In ở đầu mục, trước các mục con"
    LAST = "last", "In ở cuối mục, sau các mục con"
    NONE = "none", "Không in"


class NumberingStyle(models.TextChoices):
    """How the third level of a paper without articles is numbered. Both circulate."""

    DECIMAL = "decimal", "1.1."
    LETTER = "letter", "a)"
