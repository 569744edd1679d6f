"""Every form on a row that is there already tells what its page showed; every act writes the columns that changed."""

import ast
import inspect
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest
from django import forms
from django.conf import settings
from django.urls import get_resolver

from emulation_portal.core.versioned_forms import ShowsStored, VersionedFormMixin
from emulation_portal.documents.drafts.forms.general import GeneralForm
from emulation_portal.documents.drafts.forms.recipients import RecipientsForm
from emulation_portal.documents.drafts.forms.rows import RowForm
from emulation_portal.documents.drafts.registry import kinds
from tests.test_architecture import PACKAGES, sources, views

ROOT = Path(settings.BASE_DIR)

# Forms of a model that edit no row, and why. It only shrinks.
EDIT_NO_ROW = {
    "ConductForm": "a fact of conduct is ended or dropped, never edited",
    "SigningAuthorityForm": "a right to sign is given and ended, never edited",
    "IndicatorTargetForm": "a target is set and taken back, never edited",
    "DonationForm": "lines go by the revision of their list",
}


def house_forms(base: type) -> Iterator[type]:
    """Return the classes of the house below a class of forms. All of them are imported with the addresses."""
    get_resolver().url_patterns  # noqa: B018
    for form in base.__subclasses__():
        if form.__module__.split(".")[0] in PACKAGES:
            yield form
        yield from house_forms(form)


def test_every_form_of_a_row_tells_what_it_showed() -> None:
    of_rows = {form for form in house_forms(forms.ModelForm) if not issubclass(form, RowForm)}

    assert {form.__name__ for form in of_rows if not issubclass(form, VersionedFormMixin)} == set(EDIT_NO_ROW)
    assert len(of_rows) >= 5


def test_rows_of_a_part_go_by_the_revision_of_their_draft() -> None:
    """What shows and what compares them is the page of the part; its plain forms show what is stored."""
    general = {form for kind in kinds() for form in kind.general_forms}

    assert {form for form in house_forms(forms.ModelForm) if issubclass(form, RowForm)}
    assert all(issubclass(form, GeneralForm | ShowsStored) for form in {*general, RecipientsForm})


# --- views pass on what was read --------------------------------------------------------------------------------------


def acts_that_ask() -> set[str]:
    """Return the acts that want to know what was read of a row."""
    found = set()
    for path in sources():
        if "actions" not in path.relative_to(ROOT).as_posix():
            continue
        module = import_module(".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"))
        own = [each for _, each in inspect.getmembers(module, inspect.isfunction) if each.__module__ == module.__name__]
        for act in own:
            read = inspect.signature(act).parameters.get("read")
            if read and "Read" in str(read.annotation) and not act.__name__.startswith("_"):
                found.add(act.__name__)
    return found


def calls_without_reading(tree: ast.AST, acts: set[str]) -> list[str]:
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    named = [(getattr(node.func, "attr", "") or getattr(node.func, "id", ""), node) for node in calls]
    return [name for name, node in named if name in acts and "read" not in {each.arg for each in node.keywords}]


def test_views_tell_every_act_what_was_read() -> None:
    acts = acts_that_ask()
    silent = {path: calls_without_reading(ast.parse(path.read_text("utf-8")), acts) for path in views()}

    assert acts >= {"save_unit", "save_person", "save_block", "change_email", "save_issuer", "edit_line"}
    assert acts >= {"end_position", "end_signing", "end_appointment", "leave_block"}
    assert {str(path): found for path, found in silent.items() if found} == {}


def test_the_look_for_silent_views_finds() -> None:
    acts = {"save_unit"}

    assert calls_without_reading(ast.parse("actions.save_unit(unit, by=user)"), acts) == ["save_unit"]
    assert calls_without_reading(ast.parse("save_unit(unit, by=user)"), acts) == ["save_unit"]
    assert calls_without_reading(ast.parse("save_unit(unit, read=form.read)"), acts) == []


# --- acts write what changed ------------------------------------------------------------------------------------------

# Acts that save a whole row, by function, and why nothing of it can be older than the database.
SAVE_WHOLE_ROWS = {
    "new rows": {
        "campaigns/actions/planning.py:save_new_campaign",
        "campaigns/pledges/actions/writing.py:begin_pledge",
        "awards/history/actions/conduct.py:save_conduct",
        "awards/history/actions/keeping.py:save_award",
        "awards/nominations/actions/nominees.py:add_nominees",
        "awards/nominations/actions/writing.py:begin_dossier",
        "campaigns/registration/actions/calling.py:save_call",
        "campaigns/scoring/actions/conferring.py:save_conference",
        "campaigns/scoring/actions/running.py:open_scoring",
        "campaigns/scoring/actions/sheets.py:save_score_sheet",
        "campaigns/reports/actions/demanding.py:save_demand",
        "campaigns/reports/actions/demanding.py:save_indicator",
        "campaigns/reports/actions/demanding.py:save_period",
        "campaigns/reports/actions/demanding.py:save_target",
        "emulation_portal/audit/actions/sealing.py:_seal_batch",
        "emulation_portal/documents/actions/effects.py:carry_amendments",
        "emulation_portal/documents/actions/freezing.py:freeze",
        "emulation_portal/documents/actions/setup.py:create_issuer",
        "emulation_portal/documents/drafts/actions/drafting.py:open_draft",
        "emulation_portal/documents/drafts/actions/importing.py:confirm_import",
        "emulation_portal/documents/drafts/actions/succeeding.py:_copy_parts",
        "emulation_portal/documents/drafts/actions/succeeding.py:draft_again",
        "emulation_portal/documents/drafts/actions/succeeding.py:start_successor",
        "emulation_portal/files/actions.py:receive_file",  # a file, into the storage
        "units/actions/appointments.py:appoint",
        "units/actions/blocks.py:save_block",
        "units/actions/organisation.py:_write_down",
        "units/actions/people.py:save_person",
        "units/actions/signing.py:grant_signing",
    },
    "read anew under the draft's lock": {
        "campaigns/scoring/actions/sheets.py:save_group",
        "campaigns/scoring/actions/writing.py:_put",
        "campaigns/scoring/actions/writing.py:fill_points",
        "emulation_portal/documents/drafts/actions/drafting.py:edit_draft",
        "emulation_portal/documents/drafts/actions/writing.py:add_missing_sections",
    },
}


def whole_saves(tree: ast.AST) -> set[str]:
    """Return the functions in which something is saved without naming the columns."""
    found = set()
    for function in (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)):
        for node in ast.walk(function):
            is_save = isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "save"
            if is_save and "update_fields" not in {each.arg for each in node.keywords}:
                found.add(function.name)
    return found


def test_acts_save_the_columns_that_changed() -> None:
    acts = [path for path in sources() if "actions" in (path.stem, path.parent.name)]
    found = {
        f"{path.relative_to(ROOT).as_posix()}:{function}"
        for path in acts
        for function in whole_saves(ast.parse(path.read_text("utf-8")))
    }

    assert found == {function for functions in SAVE_WHOLE_ROWS.values() for function in functions}


@pytest.mark.parametrize(("code", "is_whole"), [("x.save()", True), ("x.save(update_fields=['a'])", False)])
def test_the_look_for_whole_saves_finds(code: str, is_whole: bool) -> None:
    assert whole_saves(ast.parse(f"def act():\n    {code}")) == ({"act"} if is_whole else set())
