"""A paper signed by two: chosen on its page, printed side by side, never twice the same person."""

import pytest
from django.db import IntegrityError, transaction

from emulation_portal.documents.drafts.models import Draft
from emulation_portal.documents.drafts.papers import draft_paper
from emulation_portal.documents.rendering import render
from tests.documents.pdfreader import read
from tests.factories import campaigns, papers
from tests.factories.people import PersonFactory, SigningAuthorityFactory
from tests.scenarios.desk import Desk
from units.enums import SigningForm

pytestmark = pytest.mark.django_db


@pytest.fixture
def notice():
    return papers.complete("campaign_notice")


def deputy(notice):
    return SigningAuthorityFactory(
        unit=notice.place,
        person=PersonFactory(full_name="Phạm Thị Cùng Ký", alliance=notice.place),
        form=SigningForm.HEAD,
        own_title="Phó Chủ tịch",
    )


def choose(notice, **signers):
    officer = Desk(campaigns.cast().officer)
    page = officer.open(f"{notice.get_absolute_url()}sua/recipients/")
    return officer.press(page, "Lưu", **{name: str(row.pk) for name, row in signers.items()})


def test_both_are_chosen_on_the_page_and_printed_side_by_side(notice) -> None:
    other = deputy(notice)

    choose(notice, co_signing=other)

    paper = draft_paper(Draft.objects.with_parts().get(pk=notice.pk).own)
    assert [signature.name for signature in paper.signatures] == ["Phạm Thị Cùng Ký", notice.signing.person.full_name]
    text = read(render(paper).pdf).text()
    assert "Phạm Thị Cùng Ký" in text
    assert notice.signing.person.full_name in text


def test_nobody_signs_twice(notice) -> None:
    page = choose(notice, co_signing=notice.signing)

    assert page.says("Người cùng ký phải là người khác")
    with pytest.raises(IntegrityError, match="draft_co_signed_by_another"), transaction.atomic():
        Draft.objects.filter(pk=notice.pk).update(co_signing=notice.signing)


def test_one_who_stands_in_does_not_sign_beside_the_one_stood_in_for(notice) -> None:
    other = deputy(notice)
    other.form = SigningForm.KT
    other.save()

    assert choose(notice, co_signing=other).says("không ký cùng chính người mình ký thay")


def test_one_who_signs_beside_nobody_is_no_second_signer(notice) -> None:
    other = deputy(notice)
    Draft.objects.filter(pk=notice.pk).update(signing=None)

    page = choose(notice, co_signing=other)

    assert page.says("Hãy chọn người ký; người cùng ký chỉ đứng bên trái")
    with pytest.raises(IntegrityError, match="draft_co_signed_by_another"), transaction.atomic():
        Draft.objects.filter(pk=notice.pk).update(co_signing=other)
