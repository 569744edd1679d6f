"""How the log and the histories name what happened. A test holds that every verb written anywhere stands here."""

from typing import NamedTuple


class Verb(NamedTuple):
    label: str
    tone: str = "neutral"


VERBS: dict[str, Verb] = {
    "appointment.cancelled": Verb("Hủy vai trò giao nhầm", "warning"),
    "appointment.ended": Verb("Thôi giao vai trò"),
    "appointment.handed_over": Verb("Bàn giao vai trò"),
    "appointment.started": Verb("Giao vai trò"),
    "audit.exported": Verb("Xuất nhật ký"),
    "audit.read": Verb("Đọc nhật ký"),
    "block.changed": Verb("Sửa khối, cụm"),
    "block.created": Verb("Lập khối, cụm"),
    "block.lead_noted": Verb("Ghi lại đơn vị từng được ghi là khối trưởng", "warning"),
    "block.unit_joined": Verb("Đưa đơn vị vào khối, cụm"),
    "block.unit_left": Verb("Đưa đơn vị ra khỏi khối, cụm"),
    "campaign.created": Verb("Lập phong trào"),
    "document.file_damaged": Verb("Phát hiện tệp lưu bị hỏng", "danger"),
    "document.issued": Verb("Cấp số, ghi sổ văn bản", "success"),
    "import.discarded": Verb("Bỏ tệp kế hoạch đã đọc, chưa nhập"),
    "issuer.changed": Verb("Sửa thể thức, cách cấp số của cơ quan ban hành", "warning"),
    "issuer.created": Verb("Lập cơ quan ban hành"),
    "job.retried": Verb("Cho chạy lại việc nền"),
    "period.mended": Verb("Chỉnh lại thời gian trùng nhau hoặc quá ngày đơn vị thôi hoạt động", "warning"),
    "person.changed": Verb("Sửa thông tin người"),
    "person.created": Verb("Thêm người"),
    "position.ended": Verb("Thôi giữ chức vụ"),
    "position.started": Verb("Nhận chức vụ"),
    "register.exported": Verb("Xuất sổ văn bản đi"),
    "register.line_corrected": Verb("Sửa dòng sổ theo bản nhập lại", "warning"),
    "register.line_edited": Verb("Ghi sổ văn bản đi"),
    "register.number_voided": Verb("Hủy số văn bản", "danger"),
    "signing.ended": Verb("Thôi quyền ký"),
    "signing.granted": Verb("Giao quyền ký"),
    "unit.changed": Verb("Sửa thông tin đơn vị"),
    "unit.closed": Verb("Cho đơn vị thôi hoạt động", "warning"),
    "unit.created": Verb("Thêm đơn vị"),
    "unit.reopened": Verb("Mở lại đơn vị"),
    "user.activated": Verb("Kích hoạt tài khoản", "success"),
    "user.closed": Verb("Ngừng tài khoản", "warning"),
    "user.created": Verb("Mở tài khoản"),
    "user.email_changed": Verb("Đổi thư điện tử của tài khoản"),
    "user.invited": Verb("Gửi thư mời"),
    "user.password_changed": Verb("Đổi mật khẩu"),
    "user.reopened": Verb("Mở lại tài khoản"),
    "user.second_factor_removed": Verb("Gỡ xác thực hai lớp", "warning"),
    "user.slip_issued": Verb("Cấp phiếu kích hoạt"),
}


def register(code: str, verb: Verb) -> None:
    """Give a verb its words. The first to speak has the word: of steps that share an event, the one declared first."""
    VERBS.setdefault(code, verb)


def verb_of(code: str) -> Verb:
    """Return the words for a verb; of one that left the portal long ago, only that something happened."""
    return VERBS.get(code, Verb("Việc khác"))


# The kinds of things that events speak of, by their model's label.
OBJECT_KINDS = {
    "accounts.user": "Tài khoản",
    "campaigns.campaign": "Phong trào",
    "campaigns.campaignpaper": "Văn bản của phong trào",
    "campaigns.campaignplan": "Kế hoạch",
    "campaigns.planimport": "Tệp kế hoạch đã đọc",
    "drafts.paperimport": "Tệp văn bản đã đọc",
    "documents.document": "Văn bản",
    "documents.issuer": "Cơ quan ban hành",
    "documents.register": "Sổ văn bản đi",
    "documents.registerentry": "Dòng sổ văn bản đi",
    "jobs.job": "Việc nền",
    "rights.appointment": "Vai trò",
    "units.appointment": "Vai trò",  # as the log called it before roles stood below units
    "units.emulationblock": "Khối, cụm",
    "units.person": "Người",
    "units.position": "Chức vụ",
    "units.signingauthority": "Quyền ký",
    "units.unit": "Đơn vị",
}
