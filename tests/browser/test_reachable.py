"""On a phone, 390 px wide, every box, choice and button of a page can be seen and pressed."""

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from django.urls import Resolver404, resolve, reverse

from campaigns.models import CampaignPlan
from emulation_portal.documents.models import Document
from units.models import Person, Unit

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

PHONE = {"width": 390, "height": 844}
# What stands in the page and is not folded away: a closed <details>, a template, what a script has not shown yet.
OUT_OF_REACH = """() => {
  const names = [];
  document.querySelectorAll('[name=addresses_everyone]:checked').forEach(e => e.click()); // else what it makes needless is gone
  const isDraft = document.querySelector('[name=is_transcription][value=no]:checked'); // of a file: each choice hides what it makes needless
  const needless = isDraft ? '.only-issued' : document.querySelector('[name=is_transcription]:checked') ? '#doc-thay' : 'nothing';
  for (const e of document.querySelectorAll('main :is(input, select, textarea, button, a.btn, label.btn)')) {
    if (e.type === 'hidden' || e.disabled || e.closest('[hidden], details:not([open]) > :not(summary), .visually-hidden')) continue;
    if (e.closest(needless)) continue;
    if (e.type === 'file' && e.labels.length) continue; // pressed by its label, which is looked at as a button
    e.scrollIntoView({block: 'center', inline: 'nearest', behavior: 'instant'});
    const box = e.getBoundingClientRect();
    const x = box.left + box.width / 2, y = box.top + box.height / 2;
    const there = document.elementFromPoint(x, y);
    const isIt = there && (e.contains(there) || there.contains(e) && there.tagName === 'LABEL' || there.control === e);
    if (!(box.width > 8 && box.height > 8 && box.left >= 0 && box.right <= innerWidth + 1 && isIt)) names.push(e.outerHTML.slice(0, 120));
  }
  return names;
}"""


def parts_of_returned():
    plan = CampaignPlan.objects.get(status="returned", is_transcription=False)
    names = ("general", "bases", "sections", "tables", "annexes", "targets", "rewards", "milestones", "recipients")
    return [f"{plan.get_absolute_url()}sua/{name}/" for name in names]


def step(status: str, slug: str) -> str:
    plan = CampaignPlan.objects.filter(status=status, is_transcription=False).first()
    return reverse("procedure:step", args=["ke-hoach", plan.pk, slug])


PAGES = {
    "chuyenvien": lambda: [
        "/",
        *parts_of_returned(),
        "/ke-hoach/nhap/",
        "/phong-trao/",
        "/van-ban/",
        "/van-ban-den/moi/",
    ],
    "chanhvanphong": lambda: ["/", step("dept_review", "tra-lai"), reverse("units:people")],
    "chutich": lambda: ["/", step("leader_review", "duyet"), step("issued", "thu-hoi"), step("approved", "thu-lai")],
    "vanthu": lambda: [
        "/",
        step("approved", "ban-hanh"),
        reverse("documents:register"),
        reverse("documents:entry", args=[Document.objects.filter(entry__isnull=False).latest("pk").entry_id]),
    ],
    "quantri": lambda: [
        "/",
        reverse("units:slips"),
        reverse("units:list"),
        reverse("units:create"),
        reverse("units:person", args=[Person.objects.latest("pk").pk]),
        reverse("units:signing-add", args=[Unit.objects.get(kind="alliance").pk]),
    ],
}


@pytest.mark.parametrize("who", PAGES)
def test_everything_is_in_reach_on_a_phone(enter, who):
    person = enter(who, viewport=PHONE)
    found = {}
    for path in PAGES[who]():
        person.open(path)
        assert person.page.locator("main").count(), path
        found[path] = person.page.evaluate(OUT_OF_REACH)

    assert {path: names for path, names in found.items() if names} == {}


FILE = (
    "KẾ HOẠCH\n\nPhát động phong trào thi đua “Vừa tầm tay”\n\nCăn cứ Luật Thi đua, khen thưởng ngày 15 tháng 6 năm 2022;\n\n"
    "I. MỤC ĐÍCH\n\nThi đua.\n\nII. CHỈ TIÊU\n\n- 100% đơn vị đăng ký.\n\nIII. KHEN THƯỞNG\n\nGiấy khen: 5 tập thể./.\n"
)


def test_everything_in_the_check_of_a_file_is_in_reach_on_a_phone(enter, tmp_path):
    officer = enter("chuyenvien", viewport=PHONE)
    file = tmp_path / "ke-hoach.txt"
    file.write_text(FILE, "utf-8")
    officer.open("/ke-hoach/nhap/")
    officer.page.set_input_files("input[type=file]", file)
    officer.press("Đọc tệp")
    officer.sees("Đọc thấy trong nội dung")

    as_draft = officer.page.evaluate(OUT_OF_REACH)
    officer.page.locator("[name=is_transcription][value=yes]").check()
    as_issued = officer.page.evaluate(OUT_OF_REACH)
    officer.page.get_by_role("link", name="Đây là văn bản đến").first.click()
    officer.sees("Ghi văn bản đến")

    assert (as_draft, as_issued, officer.page.evaluate(OUT_OF_REACH)) == ([], [], [])


# --- every page that a link leads to ----------------------------------------------------------------------------------

WHO = ["", "chuyenvien", "chanhvanphong", "chutich", "vanthu", "ketoan", "kiemtra", "quantri", "giamdoc.dongtrieu"]
NO_PAGES = {
    "account_logout",
    "documents:file",
    "documents:word",
    "documents:register-pdf",
    "audit:export",
    "jobs:state",
    "units:import-template",
    "units:import-current",
}
MOST = 60  # pages of one person: each kind once, whoever came there first


def kind_of_page(href: str) -> str | None:
    """Return which kind of page an address is, however many there are of it; None for what is none of ours."""
    parts = urlsplit(href)
    if parts.netloc or not parts.path.startswith("/"):
        return None
    try:
        match = resolve(parts.path)
    except Resolver404:
        return None
    words = [str(value) for name, value in sorted(match.kwargs.items()) if not str(value).isdigit() and name != "code"]
    return None if match.view_name in NO_PAGES else " ".join([match.view_name, *words])


def test_every_page_that_a_link_leads_to_is_in_reach_on_a_phone(enter):
    found, seen = {}, set()
    for who in WHO:
        person = enter(who, viewport=PHONE)
        for path in walk(person, seen):
            if wrong := [*person.page.evaluate(OUT_OF_REACH), *person.too_wide()]:
                found[f"{who} {path}"] = wrong

    assert found == {}
    assert len(seen) > 55  # the walk does not end at the door


def walk(person, seen: set[str]) -> Iterator[str]:
    """Open what links lead to, one page of each kind that nobody has seen."""
    waiting, opened = ["/"], 0
    while waiting and opened < MOST:
        path = waiting.pop(0)
        person.open(path)
        opened += 1
        yield path
        for href in person.page.eval_on_selector_all("a[href]", "links => links.map(a => a.getAttribute('href'))"):
            kind = kind_of_page(href)
            if kind and kind not in seen:
                seen.add(kind)
                waiting.append(href)


@pytest.mark.parametrize(
    ("who", "status", "slug", "button"),
    [
        ("chanhvanphong", "dept_review", "tra-lai", "Trả lại"),
        ("chutich", "leader_review", "duyet", "Duyệt kế hoạch"),
        ("vanthu", "approved", "ban-hanh", "Cấp số, ban hành"),
    ],
)
def test_button_of_a_step_is_in_sight_beside_the_paper(enter, who, status, slug, button):
    person = enter(who)
    person.open(step(status, slug))

    box = person.page.locator("main").get_by_role("button", name=button, exact=True).bounding_box()

    assert box["y"] + box["height"] <= person.page.viewport_size["height"]
