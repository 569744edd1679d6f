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
    "campaign.closed": Verb("Kết thúc phong trào"),
    "campaign.collecting": Verb("Mở nhận hồ sơ khen thưởng", "info"),
    "campaign.created": Verb("Lập phong trào"),
    "campaign.discarded": Verb("Bỏ phong trào cùng dự thảo"),
    "campaign.launched": Verb("Phát động phong trào", "success"),
    "campaign.resumed": Verb("Tiếp tục phong trào", "info"),
    "campaign.reviewing": Verb("Hết hạn nhận hồ sơ, chuyển sang xét", "info"),
    "campaign.revoked": Verb("Thu hồi phong trào", "danger"),
    "campaign.suspended": Verb("Tạm dừng phong trào", "warning"),
    "document.file_damaged": Verb("Phát hiện tệp lưu bị hỏng", "danger"),
    "document.issued": Verb("Cấp số, ghi sổ văn bản", "success"),
    "document.revoked": Verb("Thu hồi văn bản", "danger"),
    "document.superseded": Verb("Thay thế bằng văn bản mới", "warning"),
    "import.discarded": Verb("Bỏ tệp kế hoạch đã đọc, chưa nhập"),
    "issuer.changed": Verb("Sửa thể thức, cách cấp số của cơ quan ban hành", "warning"),
    "issuer.created": Verb("Lập cơ quan ban hành"),
    "job.retried": Verb("Cho chạy lại việc nền"),
    "period.mended": Verb("Chỉnh lại thời gian trùng nhau hoặc quá ngày đơn vị thôi hoạt động", "warning"),
    "person.changed": Verb("Sửa thông tin người"),
    "person.created": Verb("Thêm người"),
    "plan.approved": Verb("Duyệt kế hoạch", "success"),
    "plan.correction_started": Verb("Nhập lại để sửa sai", "warning"),
    "plan.created": Verb("Soạn kế hoạch"),
    "plan.discarded": Verb("Bỏ dự thảo kế hoạch", "warning"),
    "plan.edited": Verb("Sửa kế hoạch"),
    "plan.imported": Verb("Nhập kế hoạch từ tệp"),
    "plan.issued": Verb("Cấp số, ban hành kế hoạch", "success"),
    "plan.passed_on": Verb("Trình lãnh đạo", "waiting"),
    "plan.returned": Verb("Trả lại chỉnh sửa", "warning"),
    "plan.revoked": Verb("Thu hồi kế hoạch", "danger"),
    "plan.submitted": Verb("Trình Chánh Văn phòng rà soát", "waiting"),
    "plan.superseded": Verb("Thay thế bằng bản mới", "warning"),
    "plan.transcribed": Verb("Ghi vào sổ văn bản đã ban hành", "success"),
    "plan.withdrawn": Verb("Rút về để sửa", "warning"),
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


def verb_of(code: str) -> Verb:
    """Return the words for a verb; of one that left the portal long ago, only that something happened."""
    return VERBS.get(code, Verb("Việc khác"))


# The kinds of things that events speak of, by their model's label.
OBJECT_KINDS = {
    "accounts.user": "Tài khoản",
    "campaigns.campaign": "Phong trào",
    "campaigns.campaignplan": "Kế hoạch",
    "campaigns.planimport": "Tệp kế hoạch đã đọc",
    "documents.document": "Văn bản",
    "documents.issuer": "Cơ quan ban hành",
    "documents.register": "Sổ văn bản đi",
    "documents.registerentry": "Dòng sổ văn bản đi",
    "jobs.job": "Việc nền",
    "rights.appointment": "Vai trò",
    "units.emulationblock": "Khối, cụm",
    "units.person": "Người",
    "units.position": "Chức vụ",
    "units.signingauthority": "Quyền ký",
    "units.unit": "Đơn vị",
}
