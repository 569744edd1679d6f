"""Help pages: one template each, found by what one does in the portal, then by the page one came from."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from emulation_portal.audit.models import INSPECTORS
from emulation_portal.rights.enums import OFFICE_ROLES, Role
from emulation_portal.rights.held import rights_of


@dataclass(frozen=True)
class HelpPage:
    slug: str
    title: str
    about: str


PAGES = (
    HelpPage("bat-dau", "Bắt đầu sử dụng", "Đăng nhập, trang Việc cần làm, cách tìm kiếm."),
    HelpPage("chuyen-vien", "Chuyên viên Thi đua - Khen thưởng", "Nhập kế hoạch từ tệp, hoàn thiện, trình duyệt."),
    HelpPage("chanh-van-phong", "Chánh Văn phòng", "Rà soát, trình lãnh đạo, trả lại kèm lý do."),
    HelpPage("lanh-dao", "Lãnh đạo Liên minh", "Duyệt, trả lại, thu hồi."),
    HelpPage("van-thu", "Văn thư", "Cấp số, ghi sổ, in sổ văn bản đi, nhập lại văn bản đã ban hành."),
    HelpPage("don-vi", "Cán bộ và thủ trưởng đơn vị", "Đọc kế hoạch, tải văn bản, xem người của đơn vị mình."),
    HelpPage("ke-toan", "Kế toán", "Đọc kế hoạch và mức khen thưởng."),
    HelpPage("hoi-dong", "Hội đồng Thi đua - Khen thưởng", "Đọc kế hoạch đã ban hành, giữ an toàn tài khoản."),
    HelpPage("quan-tri", "Quản trị hệ thống", "Tài khoản, vai trò, đơn vị, người ký, thể thức văn bản."),
    HelpPage("kiem-tra", "Kiểm tra (giám sát)", "Nhật ký, sổ văn bản, tình trạng hệ thống."),
    HelpPage("khach", "Người đọc, cơ quan khác", "Đọc kế hoạch đã công khai, kiểm tra văn bản bằng mã hoặc tệp."),
)
# Who holds several roles gets the page that stands first: the daily work before the meeting.
OF_ROLE = {
    Role.OFFICER: "chuyen-vien",
    Role.CLERK: "van-thu",
    Role.CHIEF_OF_OFFICE: "chanh-van-phong",
    Role.LEADER: "lanh-dao",
    Role.ADMIN: "quan-tri",
    Role.ACCOUNTANT: "ke-toan",
    Role.AUDITOR: "kiem-tra",
    Role.DEPT_HEAD: "don-vi",
    Role.UNIT_HEAD: "don-vi",
    Role.UNIT_EDITOR: "don-vi",
    Role.CLUSTER_LEAD: "don-vi",
    Role.COUNCIL_CHAIR: "hoi-dong",
    Role.COUNCIL_SECRETARY: "hoi-dong",
    Role.COUNCIL_MEMBER: "hoi-dong",
    Role.TELLER: "hoi-dong",
}
# Pages that are explained in one place, whoever of these looks at them; None: everybody.
_SPECIAL: tuple[tuple[str, str, frozenset[Role] | None], ...] = (
    ("/tai-khoan/", "bat-dau", None),
    ("/kiem-tra/", "khach", None),
    ("/so-van-ban-di/", "van-thu", frozenset(OFFICE_ROLES)),
    ("/nhat-ky/", "kiem-tra", frozenset(INSPECTORS)),
    ("/co-quan-ban-hanh/", "quan-tri", frozenset({Role.ADMIN})),
    ("/phieu-kich-hoat/", "quan-tri", frozenset({Role.ADMIN})),
)


def help_url_for(request: HttpRequest) -> str:
    """Return the help page that fits who asks and where; the list of all for an account without a role."""
    user = getattr(request, "user", None)
    roles = rights_of(user).roles if user else frozenset()
    slug = _special_page(request.path, roles) or next((slug for role, slug in OF_ROLE.items() if role in roles), "")
    if not slug and not (user and user.is_authenticated):
        slug = "khach"
    return reverse("home:help-page", args=[slug]) if slug else reverse("home:help")


def _special_page(path: str, roles: frozenset[Role]) -> str:
    for start, slug, readers in _SPECIAL:
        if path.startswith(start) and (readers is None or not roles.isdisjoint(readers)):
            return slug
    return ""


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    return render(request, "help/index.html", {"pages": PAGES})


@require_safe
def page(request: HttpRequest, slug: str) -> HttpResponse:
    chosen = next((page for page in PAGES if page.slug == slug), None)
    if chosen is None:
        raise Http404
    return render(request, f"help/{slug}.html", {"chosen": chosen, "pages": PAGES})
