"""The components gallery: every piece of the look with sample data, for those who build pages."""

import datetime as dt
from types import SimpleNamespace as Sample
from typing import Any
from zoneinfo import ZoneInfo

from crispy_forms.layout import Fieldset
from django import forms
from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from emulation_portal.core.fields import MoneyField, VietnameseDateField
from emulation_portal.core.forms import PortalFormHelper, TypedWordForm, VietnameseFormMixin
from emulation_portal.core.markup import link, money, noted, status
from emulation_portal.core.tables import Column, Table
from emulation_portal.core.work import WorkItem
from emulation_portal.rights.enums import Role
from emulation_portal.rights.held import rights_of

LONG_UNIT = (
    "Liên hiệp Hợp tác xã Sản xuất, Chế biến và Tiêu thụ Nông sản hữu cơ vùng Đông Bắc – "
    "Chi nhánh khu vực Bình Liêu, Tiên Yên, Ba Chẽ và Đầm Hà"
)


UNIT_COLUMNS = [
    Column("Đơn vị", lambda unit: noted(link("#", unit), "Khối nông nghiệp"), names_row=True),
    Column("Trạng thái", lambda unit: status("Đã tiếp nhận", "success")),
    Column("Tiền thưởng", lambda unit: money(1_234_567), "num"),
    Column("Hạn nộp", lambda unit: dt.date(2026, 2, 5)),
]


class SampleFilterForm(forms.Form):
    year = forms.ChoiceField(
        label="Năm", choices=[("", "Tất cả các năm"), ("2026", "2026"), ("2025", "2025")], required=False
    )
    unit = forms.ChoiceField(label="Đơn vị", choices=[("", "Tất cả đơn vị"), ("1", LONG_UNIT)], required=False)
    status = forms.ChoiceField(
        label="Trạng thái", choices=[("", "Tất cả trạng thái"), ("draft", "Dự thảo")], required=False
    )
    q = forms.CharField(label="Tìm theo tên, số văn bản", required=False)


class SampleForm(VietnameseFormMixin, forms.Form):
    title = forms.CharField(label="Tên phong trào", help_text="Ghi đúng như trong kế hoạch, không cần dấu ngoặc kép.")
    starts_on = VietnameseDateField(label="Ngày phát động", help_text="Ví dụ: 26/11/2021. Gõ 5/2/26 cũng được.")
    budget_vnd = MoneyField(label="Kinh phí khen thưởng (đồng)", required=False)
    kind = forms.ChoiceField(
        label="Loại phong trào",
        widget=forms.RadioSelect,
        choices=[("regular", "Thường xuyên"), ("thematic", "Theo chuyên đề (theo đợt)")],
    )
    content = forms.CharField(
        label="Nội dung", widget=forms.Textarea(attrs={"rows": 4}), help_text="Dán từ Word được; chữ sẽ được làm sạch."
    )
    agreed = forms.BooleanField(label="Tôi đã đối chiếu với bản có chữ ký và con dấu")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = PortalFormHelper(
            self,
            Fieldset("Thông tin chung", "title", "starts_on", "budget_vnd", "kind"),
            Fieldset("Nội dung kế hoạch", "content", "agreed"),
            submit="Lưu dự thảo",
            cancel_url="#",
            keep_warning=False,
        )


class SampleFileForm(forms.Form):
    file = forms.FileField(label="Tệp kế hoạch", widget=forms.FileInput(attrs={"accept": ".docx,.md,.txt"}))


def _history() -> list[Sample]:
    zone = ZoneInfo("Asia/Ho_Chi_Minh")
    return [
        Sample(
            at=dt.datetime(2026, 2, 6, 14, 5, tzinfo=zone),
            what="Trả lại chỉnh sửa",
            who="Bùi Thị Mẫu",
            post="Chánh Văn phòng",
            reason="Mục III thiếu mốc thời gian sơ kết.",
            tone="warning",
        ),
        Sample(
            at=dt.datetime(2026, 2, 5, 9, 30, tzinfo=zone),
            what="Trình Chánh Văn phòng rà soát",
            who="Lê Văn Thử",
            post="Chuyên viên",
            reason="",
            tone="info",
        ),
        Sample(
            at=dt.datetime(2026, 2, 4, 16, 12, tzinfo=zone),
            what="Nhập kế hoạch từ tệp",
            who="Lê Văn Thử",
            post="",
            reason="",
            tone="neutral",
        ),
    ]


def _steps() -> list[Sample]:
    words = [
        ("Dự thảo", "done", "04/02"),
        ("Chờ Chánh Văn phòng rà soát", "done", "05/02"),
        ("Chờ lãnh đạo duyệt", "current", "từ 06/02"),
        ("Đã duyệt (chờ cấp số)", "coming", ""),
        ("Đã ban hành", "coming", ""),
        ("Đang thực hiện", "coming", ""),
        ("Đang nhận hồ sơ khen thưởng", "coming", ""),
        ("Đã tổng kết", "coming", ""),
    ]
    return [Sample(label=label, state=state, note=note) for label, state, note in words]


def _work() -> list[WorkItem]:
    return [
        WorkItem(
            title="Rà soát kế hoạch “Hợp tác xã chuyển đổi số, nâng cao năng lực cạnh tranh”",
            url="#",
            button="Rà soát",
            why="Chuyên viên trình lúc 09:30 ngày 05/02/2026.",
            due_on=dt.date(2026, 2, 3),
            due_words="quá hạn 2 ngày",
            is_late=True,
        ),
        WorkItem(
            title="Cấp số và ban hành Kế hoạch phong trào thi đua năm 2026",
            url="#",
            button="Cấp số",
            why="Lãnh đạo đã duyệt lúc 16:40 ngày 04/02/2026.",
            due_on=dt.date(2026, 2, 9),
            due_words="còn 4 ngày",
            is_late=False,
        ),
        WorkItem(
            title="Hoàn thiện kế hoạch giai đoạn 2021 - 2025 nhập từ tệp",
            url="#",
            button="Hoàn thiện",
            why="Bản gốc thiếu số, ngày và phần cuối.",
            due_on=None,
            due_words="",
            is_late=False,
        ),
    ]


@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    """Show all components to the administrator. For everybody else, and in production, there is no such page."""
    if settings.IS_PRODUCTION or not rights_of(request.user).hold(Role.ADMIN):
        raise Http404
    return show(request)


def show(request: HttpRequest) -> HttpResponse:
    """Write the page; reads nothing from the database."""
    units = [
        "Hợp tác xã Đông Triều",
        LONG_UNIT,
        "Quỹ tín dụng nhân dân Quảng Yên",
        "Tổ hợp tác nuôi trồng thủy sản Vân Đồn",
    ]
    wrong = SampleForm(
        {"title": "", "starts_on": "31/02/2026", "budget_vnd": "một triệu", "content": "Nội dung", "kind": ""}
    )
    context = {
        "tones": [
            ("neutral", "Dự thảo"),
            ("info", "Đã tiếp nhận"),
            ("waiting", "Chờ lãnh đạo duyệt"),
            ("success", "Đã ban hành"),
            ("warning", "Trả lại chỉnh sửa"),
            ("danger", "Quá hạn"),
        ],
        "colours": [
            "paper",
            "sheet",
            "desk",
            "line",
            "ink",
            "brand",
            "gold",
            "link",
            "success",
            "warning",
            "danger",
            "waiting",
        ],
        "steps": _steps(),
        "stopped": [*_steps()[:2], Sample(label="Thu hồi", state="stopped", note="10/02")],
        "history": _history(),
        "work": _work(),
        "table": Table("Đơn vị thành viên", UNIT_COLUMNS, units),
        "long_unit": LONG_UNIT,
        "filters": SampleFilterForm(request.GET),
        "page": Paginator(range(1024), 20).get_page(request.GET.get("page")),
        "form": SampleForm(),
        "wrong_form": wrong,
        "file_form": SampleFileForm(),
        "typed": TypedWordForm(expected_word="BAN HÀNH"),
        "effects": [
            "Kế hoạch nhận số tiếp theo trong sổ văn bản đi năm 2026.",
            "Bản PDF được lập và không sửa được nữa.",
            "38 đơn vị được giao thấy kế hoạch trong cổng.",
        ],
        "facts": [
            ("Cơ quan ban hành", "Liên minh Hợp tác xã tỉnh Quảng Ninh"),
            ("Đơn vị chủ trì", LONG_UNIT),
            ("Số, ký hiệu", "644/KH-LMHTX"),
            ("Ghi chú", ""),
        ],
        "personas": [
            Sample(
                name="Nguyễn Thị Mẫu",
                role="Chuyên viên Thi đua - Khen thưởng",
                unit="Văn phòng",
                username="chuyenvien",
                try_words="Nhập kế hoạch từ tệp, sửa rồi trình duyệt.",
            ),
            Sample(
                name="Trần Văn Thử",
                role="Thủ trưởng đơn vị",
                unit=LONG_UNIT,
                username="donvi",
                try_words="Đọc kế hoạch đã ban hành, tải bản PDF.",
            ),
        ],
        "sample_day": dt.date(2026, 2, 5),
        "sample_moment": _history()[0].at,
    }
    return render(request, "home/gallery.html", context)
