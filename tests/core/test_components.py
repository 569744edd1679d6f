"""The pieces that pages are made of: what they say, what they escape, and whether they can be read."""

import datetime as dt
import re
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.core.paginator import Paginator
from django.template import Context, Template, engines
from django.test import RequestFactory

from emulation_portal.core import markup
from emulation_portal.core.markup import link
from emulation_portal.core.templatetags import portal
from emulation_portal.core.whole import hold_on_screen
from emulation_portal.home.gallery import show
from tests.factories.pages import tight

ROOT = Path(settings.BASE_DIR)
OURS = [path for path in (ROOT / "templates").rglob("*.html") if "documents" not in path.parts]


def render(source: str, **context):
    return Template("{% load portal %}" + source).render(Context(context)).strip()


def squash(html: str) -> str:
    return re.sub(r">\s+<", "><", re.sub(r"\s+", " ", html)).strip()


# --- values -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "shown"),
    [(0, "0"), (999, "999"), (1234567, "1.234.567"), (12.5, "12,5"), (-1500, "-1.500"), (None, "–"), ("", "–")],
)
def test_number_is_written_the_vietnamese_way_and_zero_is_not_nothing(value, shown):
    assert markup.number(value) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("năm 2026", "[năm 2026]"),
        ("năm 2021 - 2025", "[năm 2021 - 2025]"),
        ("giai đoạn 2021 - 2025", "giai đoạn [2021 - 2025]"),
        ("Cổng Thi đua - Khen thưởng", "[Cổng Thi đua -] Khen thưởng"),
        ("Chuyên viên Thi đua - Khen thưởng", "Chuyên viên [Thi đua -] Khen thưởng"),
        ("dịch <b>Covid-19</b>", "dịch &lt;b&gt;[Covid-19]&lt;/b&gt;"),
        ("năm sau", "năm sau"),
    ],
)
def test_no_line_of_a_screen_tears_apart_what_belongs_together(text, shown):
    held = shown.replace("[", '<span class="nowrap">').replace("]", "</span>")

    assert hold_on_screen(text) == held
    assert link("/x/", text) == f'<a href="/x/">{held}</a>'


def test_day_of_an_instant_is_the_day_it_is_in_vietnam():
    late_in_utc = dt.datetime(2025, 12, 31, 18, 30, tzinfo=dt.UTC)

    assert markup.day(late_in_utc) == '<time class="nowrap" datetime="2026-01-01">01/01/2026</time>'


def test_moment_is_vietnamese_time_on_a_24_hour_clock():
    instant = dt.datetime(2021, 11, 26, 7, 5, tzinfo=dt.UTC)

    assert (
        markup.moment(instant) == '<time class="nowrap" datetime="2021-11-26T14:05+07:00">14:05 ngày 26/11/2021</time>'
    )


# --- pieces -----------------------------------------------------------------------------------------------------------


def test_status_says_its_label_with_icon_and_colour():
    html = squash(render('{% status "Đã ban hành" "success" %}'))

    assert html == (
        '<span class="status tone-success"><svg class="icon" aria-hidden="true" focusable="false">'
        '<use href="/static/img/icons.svg#success"></use></svg><span>Đã ban hành</span></span>'
    )


def test_status_refuses_a_tone_without_a_colour():
    with pytest.raises(ValueError, match="no tone 'green'"):
        render('{% status "Đã ban hành" "green" %}')


def test_every_tone_has_an_icon_and_every_icon_used_exists():
    sprite = (ROOT / "static/img/icons.svg").read_text()
    drawn = set(re.findall(r'<symbol id="([\w-]+)"', sprite))
    asked = {name for path in OURS for name in re.findall(r'{% icon "([\w-]+)" %}', path.read_text())}

    assert portal.TONES - drawn == set()
    assert asked - drawn == set()


@pytest.mark.parametrize(
    "source",
    [
        "{% status evil %}",
        "{% alert 'info' evil %}{{ evil }}{% endalert %}",
        "{% panel evil %}{{ evil }}{% endpanel %}",
        "{% empty_state evil %}{{ evil }}{% endempty_state %}",
        "{% reason_banner evil who=evil %}{{ evil }}{% endreason_banner %}",
        "{% person evil evil %}",
        "{% breadcrumb evil '/' evil %}",
        "{% action evil allowed=False reason=evil %}",
        "{% paper kind=evil about=evil org=evil %}{{ evil }}{% endpaper %}",
    ],
)
def test_pieces_escape_what_people_wrote(source):
    html = render(source, evil="<script>alert(1)</script>")

    assert "<script" not in html
    assert "&lt;script&gt;" in html


def test_action_that_may_not_be_done_has_no_button_and_says_why():
    html = render('{% action "Cấp số" "/cap-so/" allowed=False reason="Kế hoạch chưa được duyệt." %}')

    assert "<a" not in html
    assert "<button" not in html
    assert "Kế hoạch chưa được duyệt." in html


def test_action_by_post_carries_the_csrf_token():
    html = render('{% action "Trình duyệt" "/trinh/" method="post" %}', csrf_token="t0k3n")

    assert '<form method="post" action="/trinh/">' in html
    assert 'value="t0k3n"' in html


def test_breadcrumb_links_all_but_where_one_is():
    html = squash(render('{% breadcrumb "Phong trào" "/phong-trao/" "Kế hoạch 644" %}'))

    assert html == (
        '<nav class="crumbs" aria-label="Đường dẫn"><ol><li><a href="/phong-trao/">Phong trào</a></li>'
        '<li><span aria-current="page">Kế hoạch 644</span></li></ol></nav>'
    )


def test_stepper_says_in_words_where_one_is():
    steps = [
        SimpleNamespace(label="Dự thảo", state="done", note=""),
        SimpleNamespace(label="Đã duyệt", state="current", note=""),
    ]
    text = re.sub(r"<[^>]+>", " ", render('{% include "components/stepper.html" %}', steps=steps))

    assert " ".join(text.split()) == "Đã xong: Dự thảo 2 Đang ở bước: Đã duyệt"


def test_pager_keeps_the_filters_and_counts_everything():
    page = Paginator(range(1024), 20).get_page(3)
    request = RequestFactory().get("/don-vi/", {"q": "đông triều", "nam": "2026", "page": "3"})

    html = engines["django"].from_string('{% load portal %}{% pager page "đơn vị" %}').render({"page": page}, request)

    assert "41–60 trong<b>1.024</b>đơn vị" in tight(html)
    assert 'href="?q=%C4%91%C3%B4ng+tri%E1%BB%81u&amp;nam=2026&amp;page=4"' in html


def test_pager_is_silent_when_all_fits_one_page():
    html = render("{% pager page %}", page=Paginator(range(20), 20).get_page(1))

    assert html == ""


# --- the page ---------------------------------------------------------------------------------------------------------


def test_gallery_shows_every_component():
    html = show(RequestFactory().get("/")).content.decode()
    markers = [
        "stepper",
        "action-reason",
        "alert-portal",
        "reason-words",
        "work-item is-late",
        "empty",
        "filter-bar",
        "export-bar",
        "table-cards",
        "pager",
        "facts",
        "person-post",
        "progress",
        "error-summary",
        "field-help",
        "drop-zone",
        "typed-word",
        "persona-name",
        "sheet-nation",
        "history-when",
        "crumbs",
    ]

    assert [marker for marker in markers if marker not in html] == []


def test_page_has_landmarks_one_heading_and_a_way_past_the_menu():
    html = show(RequestFactory().get("/")).content.decode()

    assert html.count("<h1") == html.count("<main") == 1
    assert '<html lang="vi">' in html
    assert re.search(
        r'<a class="skip-link" href="#noi-dung">.*<main class="page" id="noi-dung" tabindex="-1">', html, re.DOTALL
    )


def test_ids_of_a_page_are_said_once():
    html = show(RequestFactory().get("/")).content.decode()
    html = html.replace(
        re.search(r'id="bieu-mau-loi".*?</section>', html, re.DOTALL).group(), ""
    )  # the sample form again
    ids = re.findall(r'\sid="([^"]+)"', html)

    assert sorted(ids) == sorted(set(ids))


def test_wrong_field_points_to_its_error_and_its_help():
    html = show(RequestFactory().get("/")).content.decode()
    control = re.search(r'<input[^>]+value="31/02/2026"[^>]*>', html).group()

    assert 'aria-invalid="true"' in control
    described_by = re.search(r'aria-describedby="([^"]+)"', control).group(1).split()
    assert described_by == ["id_starts_on_helptext", "id_starts_on_error"]
    assert all(f'id="{name}"' in html for name in described_by)


def test_stylesheets_fetch_nothing_from_elsewhere_and_name_colours_only_in_tokens():
    for sheet in (ROOT / "static/css").glob("*.css"):
        source = sheet.read_text()
        assert not re.search(r"@import|url\(", source), sheet.name
        if sheet.stem in {"base", "components", "pages"}:
            assert re.findall(r"#[0-9a-fA-F]{3,8}\b(?![^{}]*{)", source) == [], sheet.name


# --- contrast ---------------------------------------------------------------------------------------------------------

TOKENS = dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{6})", (ROOT / "static/css/tokens.css").read_text()))
TEXT_PAIRS = [
    *[
        (text, ground)
        for text in ("ink", "ink-soft", "link", "link-deep", "gold-ink")
        for ground in ("paper", "sheet", "desk")
    ],
    *[(tone, f"{tone}-wash") for tone in sorted(portal.TONES)],
    *[(tone, ground) for tone in ("danger", "success", "warning") for ground in ("paper", "sheet")],
    *[("ink", f"{tone}-wash") for tone in sorted(portal.TONES)],
    *[(text, f"{tone}-wash") for text in ("link", "ink-soft") for tone in ("warning", "danger", "info")],
    ("on-brand", "brand"),
    ("on-brand", "brand-deep"),
    ("on-brand-soft", "brand"),
    ("brand", "sheet"),
    ("brand", "paper"),
    ("on-brand", "danger"),
    ("on-brand", "neutral"),
    ("on-brand", "success"),
    ("on-brand", "ink-soft"),
    ("print-ink", "sheet"),
    ("ink", "line"),
]
SHAPE_PAIRS = [
    ("line-strong", "paper"),
    ("line-strong", "sheet"),
    ("line-strong", "desk"),
    ("focus", "paper"),
    ("focus", "sheet"),
    ("focus", "desk"),
    ("on-brand", "brand"),
    ("success", "sheet"),
    ("brand", "desk"),
]


def luminance(colour: str) -> float:
    """Return the relative luminance of #rrggbb, as WCAG 2 defines it."""
    channels = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(TOKENS[one]), luminance(TOKENS[other])), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_contrast_is_measured_as_wcag_does():
    assert (luminance("#ffffff") + 0.05) / (luminance("#000000") + 0.05) == pytest.approx(21)
    assert (luminance("#ffffff") + 0.05) / (luminance("#777777") + 0.05) == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize(("text", "ground"), TEXT_PAIRS)
def test_text_reaches_aa_on_its_ground(text, ground):
    assert contrast(text, ground) >= 4.5


@pytest.mark.parametrize(("shape", "ground"), SHAPE_PAIRS)
def test_edges_of_controls_and_focus_reach_aa(shape, ground):
    assert contrast(shape, ground) >= 3


def test_brand_is_never_danger():
    assert TOKENS["brand"] != TOKENS["danger"]
    sheets = "".join(path.read_text() for path in (ROOT / "static/css").glob("*.css"))
    assert "var(--brand" not in "".join(re.findall(r"[^{}]*(?:danger|error|invalid)[^{}]*{[^}]*}", sheets))
