"""Help pages: one Markdown-free template each, found by the page one came from or by role."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe


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
    HelpPage("quan-tri", "Quản trị hệ thống", "Tài khoản, vai trò, đơn vị, người ký, thể thức văn bản."),
    HelpPage("kiem-tra", "Kiểm tra (giám sát)", "Nhật ký, sổ văn bản, tình trạng hệ thống."),
    HelpPage("khach", "Người đọc, cơ quan khác", "Đọc kế hoạch đã công khai, kiểm tra văn bản bằng mã hoặc tệp."),
)
_BY_PATH = (
    ("/phong-trao/", "chuyen-vien"),
    ("/ke-hoach/", "chuyen-vien"),
    ("/so-van-ban", "van-thu"),
    ("/kiem-tra", "khach"),
    ("/don-vi/", "quan-tri"),
    ("/nhat-ky", "kiem-tra"),
)


def help_url_for(request: HttpRequest) -> str:
    """Return the help page that fits where one is."""
    slug = next((slug for start, slug in _BY_PATH if request.path.startswith(start)), "")
    return reverse("home:help-page", args=[slug]) if slug else reverse("home:help")


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    return render(request, "help/index.html", {"pages": PAGES})


@require_safe
def page(request: HttpRequest, slug: str) -> HttpResponse:
    chosen = next((page for page in PAGES if page.slug == slug), None)
    if chosen is None:
        raise Http404
    return render(request, f"help/{slug}.html", {"chosen": chosen, "pages": PAGES})
