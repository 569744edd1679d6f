"""On a phone, 390 px wide, every box, choice and button of a page can be seen and pressed."""

import pytest
from django.urls import reverse

from campaigns.models import CampaignPlan
from emulation_portal.documents.models import Document
from units.models import Person, Unit

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

PHONE = {"width": 390, "height": 844}
# What stands in the page and is not folded away: a closed <details>, a template, what a script has not shown yet.
OUT_OF_REACH = """() => {
  const names = [];
  document.querySelectorAll('[name=addresses_everyone]:checked').forEach(e => e.click()); // else what it makes needless is gone
  for (const e of document.querySelectorAll('main :is(input, select, textarea, button, a.btn, label.btn)')) {
    if (e.type === 'hidden' || e.disabled || e.closest('[hidden], details:not([open]) > :not(summary), .visually-hidden')) continue;
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
    "chuyenvien": lambda: ["/", *parts_of_returned(), "/ke-hoach/nhap/", "/phong-trao/", "/van-ban/"],
    "chanhvanphong": lambda: ["/", step("dept_review", "tra-lai"), reverse("units:people")],
    "chutich": lambda: ["/", step("leader_review", "duyet"), step("issued", "thu-hoi"), step("approved", "thu-lai")],
    "vanthu": lambda: [
        "/",
        step("approved", "ban-hanh"),
        reverse("documents:register"),
        reverse("documents:entry", args=[Document.objects.latest("pk").entry_id]),
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
