"""Every page of rows can be sent with all the rows it may show, and costs what its rows are worth."""

import sys
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.forms import BaseFormSet, BaseInlineFormSet
from django.http import QueryDict

from emulation_portal.documents.drafts.forms.general import TranscriptionGeneralForm
from emulation_portal.documents.drafts.forms.importing import PreviewForm, annex_formset, basis_formset, section_formset
from emulation_portal.documents.drafts.parts import SECTIONS
from emulation_portal.documents.drafts.registry import kinds
from emulation_portal.documents.paper_limits import MAX_PARTS
from tests.factories import campaigns

HOUSE = {"emulation_portal", "campaigns", "awards", "units"}
BESIDE = 100  # the management form, the token, the revision, the button; a head of fifty fields
HIDDEN = {"id", "DELETE", "draft"}  # what Django adds to the fields of a row


def formsets(of: type[BaseFormSet] = BaseFormSet) -> Iterator[type[BaseFormSet]]:
    """Yield every formset of the house, wherever it was made: by the form of its rows."""
    for each in of.__subclasses__():
        # Made of a model, the form of a row is a class of Django's own; what it is derived from is ours.
        rows = getattr(each, "form", object).__mro__
        written = next((form for form in rows if not form.__module__.startswith("django.")), object)
        if written.__module__.partition(".")[0] in HOUSE:
            yield each
        yield from formsets(each)


def most_fields(formset: Any) -> int:
    return formset.absolute_max * len({*formset.form.base_fields, *HIDDEN})


def test_formsets_are_found() -> None:
    own = {part.formset for kind in kinds() for part in kind.own_parts if part.formset}

    assert {basis_formset, section_formset, SECTIONS.formset} | own <= set(formsets())
    assert len(own) >= 4


@pytest.mark.parametrize("formset", list(formsets()), ids=lambda formset: f"{formset.__name__} {formset.form.__name__}")
def test_all_rows_of_a_page_can_be_sent(formset: Any) -> None:
    assert most_fields(formset) + BESIDE <= settings.DATA_UPLOAD_MAX_NUMBER_FIELDS


def test_preview_of_a_file_can_be_sent_with_all_its_parts() -> None:
    head = len({*PreviewForm.base_fields, *TranscriptionGeneralForm.base_fields})

    assert head + 20 < BESIDE
    rows = sum(map(most_fields, (basis_formset, section_formset, annex_formset)))
    assert rows + BESIDE <= settings.DATA_UPLOAD_MAX_NUMBER_FIELDS


# --- what rows cost ---------------------------------------------------------------------------------------------------


def steps(work: Callable[[], object]) -> int:
    """Return how many calls the work makes."""
    count = 0

    def counted(frame: object, event: str, argument: object) -> None:
        nonlocal count
        count += 1

    sys.setprofile(counted)
    try:
        work()
    finally:
        sys.setprofile(None)
    return count


def sent(prefix: str, rows: int, **row: str) -> QueryDict:
    fields = {f"{prefix}-{at}-{name}": value for at in range(rows) for name, value in row.items()}
    return QueryDict(urlencode({**fields, f"{prefix}-TOTAL_FORMS": rows, f"{prefix}-INITIAL_FORMS": 0}))


def steps_to_check_preview(rows: int) -> int:
    data = sent("sections", rows, level="2", topic="other", title="Việc", body="Làm.")
    formset = section_formset(data, prefix="sections", form_kwargs={"topics": [("other", "Khác")]})

    def check() -> None:
        assert formset.is_valid(), formset.errors
        assert len(formset.kept()) == rows

    return steps(check)


def test_rows_of_a_preview_cost_what_their_number_is_worth() -> None:
    assert steps_to_check_preview(200) < 5 * steps_to_check_preview(50)


@pytest.mark.django_db
def test_rows_of_a_draft_cost_what_their_number_is_worth() -> None:
    plan = campaigns.complete_draft()

    def steps_to_check(rows: int) -> int:
        data = sent("sections", rows, level="2", topic="other", title="Việc", body="Làm.", position="")
        formset = SECTIONS.formset(data, instance=plan, prefix="sections")
        assert issubclass(SECTIONS.formset, BaseInlineFormSet)

        def check() -> None:
            assert formset.is_valid(), formset.errors

        return steps(check)

    assert steps_to_check(200) < 5 * steps_to_check(50)


def test_page_of_as_many_rows_as_a_draft_takes_is_valid() -> None:
    assert steps_to_check_preview(MAX_PARTS) > 0
