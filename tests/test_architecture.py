"""What the house promises of itself: procedures are tables, status moves by move(), templates carry no code."""

import ast
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

from emulation_portal.audit.verbs import verbs
from emulation_portal.core.helppages import pages
from emulation_portal.home.management.commands.workflow_diagram import document
from emulation_portal.jobs.enums import TRANSITIONS, JobState
from emulation_portal.procedure.registry import procedures

ROOT = Path(settings.BASE_DIR)
PROCEDURES = list(procedures())
PACKAGES = ("emulation_portal", "campaigns", "awards", "units")
VIETNAMESE = re.compile("[ạảãàáâậầấẩẫăắằặẳẵóòọõỏôộổỗồốơờớợởỡéèẻẹẽêếềệểễúùụủũưựữửừứíìịỉĩýỳỷỵỹđ]", re.IGNORECASE)


# --- procedures -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("procedure", PROCEDURES, ids=str)
def test_every_state_of_a_procedure_has_a_label_and_is_reached(procedure):
    reached = {str(procedure.start)}
    while more := {after for before, after in procedure.moves() if before in reached} - reached:
        reached |= more

    assert {state for move in procedure.moves() for state in move} == reached
    assert {str(state) for state in procedure.states} <= reached
    assert [state for state in reached if not VIETNAMESE.search(procedure.label_of(state))] == []
    assert len({procedure.label_of(state) for state in reached}) == len(reached)


@pytest.mark.parametrize("procedure", PROCEDURES, ids=str)
def test_who_a_thing_waits_for_may_do_something_there(procedure):
    """A state with an owner has a step that they take by hand, in words for their home page."""
    waiting = {str(status): state for status, state in procedure.states.items() if state.owner}
    left_by_hand = {before for step in procedure.steps if not step.by_portal for before in map(str, step.of)}

    assert set(waiting) <= left_by_hand
    assert [status for status, state in waiting.items() if not state.task or not state.button] == []


@pytest.mark.parametrize("procedure", PROCEDURES, ids=str)
def test_every_step_has_its_words(procedure):
    assert {procedure.verb_of(step) for step in procedure.steps} <= set(verbs())
    assert [step.label for step in procedure.steps if not VIETNAMESE.search(step.label)] == []


@pytest.mark.parametrize("procedure", PROCEDURES, ids=str)
def test_steps_that_end_or_send_back_ask_for_a_reason(procedure):
    ends = {"returned", "revoked", "suspended", "closed", "discarded"}
    hasty = [step for step in procedure.steps if step.to in ends and not step.by_portal and not step.asks_reason]

    assert [step.label for step in hasty] == []


def test_jobs_reach_every_state():
    reached = {JobState.QUEUED.value}
    while more := {after for before, after in TRANSITIONS if before in reached} - reached:
        reached |= more

    assert reached == set(JobState.values)


def test_workflow_document_is_what_the_tables_say():
    """When this fails: script/manage workflow_diagram > docs/workflow.md"""
    assert (ROOT / "docs" / "workflow.md").read_text("utf-8") == document()


# --- code -------------------------------------------------------------------------------------------------------------


def sources() -> list[Path]:
    files = [path for package in PACKAGES for path in (ROOT / package).rglob("*.py")]
    return sorted(path for path in files if "migrations" not in path.parts)


# move() itself; a copied draft is a new row that begins its way; the rows of a scratch database. By function: the rest of
# those files may not.
MAY_ASSIGN_STATUS = {
    "emulation_portal/core/crowds.py:move_in_bulk",
    "emulation_portal/procedure/moving.py:moving",
    "emulation_portal/documents/drafts/actions/succeeding.py:_copy",
}


def status_assignments(tree: ast.AST) -> list[int]:
    """Return the lines where `x.status` is assigned, or given to update()."""
    lines = []
    for node in ast.walk(tree):
        targets = (
            node.targets
            if isinstance(node, ast.Assign)
            else [node.target]
            if isinstance(node, ast.AugAssign | ast.AnnAssign)
            else []
        )
        for target in targets:
            for part in ast.walk(target):
                if isinstance(part, ast.Attribute) and part.attr == "status":
                    lines.append(node.lineno)
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") in {
            "update",
            "update_or_create",
            "bulk_update",
        }:
            lines += [node.lineno for keyword in node.keywords if keyword.arg == "status"]
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "setattr" and "'status'" in ast.dump(node):
            lines.append(node.lineno)
    return lines


def where_status_is_assigned(tree: ast.AST) -> set[str]:
    """Return the innermost functions in which a status is assigned; "" for a module itself."""
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    found = set()
    for line in status_assignments(tree):
        around = [function for function in functions if function.lineno <= line <= (function.end_lineno or 0)]
        found.add(max(around, key=lambda function: function.lineno).name if around else "")
    return found


def test_nobody_but_move_assigns_a_status():
    found = {
        f"{path.relative_to(ROOT)}:{function}"
        for path in sources()
        for function in where_status_is_assigned(ast.parse(path.read_text("utf-8")))
    }

    assert found == MAY_ASSIGN_STATUS


def test_the_look_for_assignments_names_the_function():
    code = "def move(x):\n    def inner():\n        x.status = 1\n\n\ndef other(x):\n    x.status = 2\n\n\ny.status = 3"

    assert where_status_is_assigned(ast.parse(code)) == {"inner", "other", ""}


@pytest.mark.parametrize(
    "code",
    [
        "plan.status = 'issued'",
        "a, b.status = 1, 2",
        "rows.update(status=1)",
        "setattr(x, 'status', 1)",
        "x.status += 1",
    ],
)
def test_the_look_for_assignments_finds(code):
    assert status_assignments(ast.parse(code)) == [1]


def houses_models() -> set[str]:
    """Return the names of all models of the house: a new one is among them from its first day."""
    labels = {config.label for config in apps.get_app_configs() if config.name.split(".")[0] in PACKAGES}
    return {model.__name__ for model in apps.get_models() if model._meta.app_label in labels}


# A view that fetches a row by a key must narrow it to what the user sees. Those that hang on another are fetched with it.
OWNED = houses_models()


def unguarded_fetches(tree: ast.AST) -> list[str]:
    """Return fetches of owned rows in views that do not go through `visible_to`."""
    found = []
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        words = ast.unparse(node)
        name = getattr(node.func, "id", "") or getattr(node.func, "attr", "")
        first = re.match(r"(?:get_object_or_404|get_list_or_404)\((\w+)", words)
        fetches = name in {"get_object_or_404", "get_list_or_404"} or re.match(
            r"\w+\.objects\.(get|filter|all)\(", words
        )
        model = (first or re.match(r"(\w+)\.objects", words) or [None, ""])[1]
        # One's own rows are no others', and what is left out is not fetched.
        asked = re.sub(r"\w+=(request\.)?user\.pk|\.exclude\([^()]*\)", "", words)
        by_key = "pk=" in asked or "id=" in asked
        if fetches and by_key and model in OWNED and "visible_to" not in words:
            found.append(words)
    return found


def views() -> list[Path]:
    return [path for path in sources() if path.name == "views.py" or path.parent.name == "views"]


MAY_FETCH = {
    # Of a paper that was fetched as the user sees it: whether its damage was told today.
    "Event.objects.filter(object_type=document._meta.label_lower, object_id=str(document.pk), "
    "verb='document.file_damaged', at__gt=day_ago)"
}


def test_text_is_normalised_in_one_place_where_its_length_is_bounded():
    calling = [
        path.relative_to(ROOT).as_posix() for path in sources() if "unicodedata.normalize" in path.read_text("utf-8")
    ]

    assert calling == ["emulation_portal/core/vietnamese.py"]


def test_views_fetch_by_what_the_user_sees():
    found = {fetch for path in views() for fetch in unguarded_fetches(ast.parse(path.read_text("utf-8")))}

    assert len(views()) > 15
    assert found == MAY_FETCH


def test_the_look_for_fetches_finds():
    assert unguarded_fetches(ast.parse("get_object_or_404(CampaignPlan, pk=pk)"))
    assert unguarded_fetches(ast.parse("get_object_or_404(CampaignPaper, pk=pk)"))
    assert unguarded_fetches(ast.parse("Unit.objects.get(pk=pk)"))
    assert unguarded_fetches(ast.parse("Event.objects.filter(actor_id=user.pk).get(pk=pk)"))
    assert not unguarded_fetches(ast.parse("get_object_or_404(Unit.objects.visible_to(user), pk=pk)"))
    assert not unguarded_fetches(ast.parse("Event.objects.filter(actor_id=user.pk)"))


# --- templates and static files ---------------------------------------------------------------------------------------


def templates() -> list[Path]:
    return sorted((ROOT / "templates").rglob("*.html"))


def names(paths) -> list[str]:
    return [str(path.relative_to(ROOT)) for path in paths]


# The papers' templates are read by the renderer alone, never by a browser.
PAPERS = ROOT / "templates" / "documents"
INLINE = re.compile(
    r"<style|<script(?![^>]*\bsrc=)|\sstyle\s*=|\son[a-z]+\s*=\s*[\"']|javascript:|hx-on", re.IGNORECASE
)


def found_on_pages(wanted: re.Pattern[str]) -> dict[str, list[str]]:
    """Return what stands in the templates of pages, by template."""
    pages = [path for path in templates() if PAPERS not in path.parents]
    assert len(pages) > 100
    found = {str(path.relative_to(ROOT)): wanted.findall(path.read_text("utf-8")) for path in pages}
    return {name: words for name, words in found.items() if words}


def test_templates_carry_no_code_and_no_style():
    assert found_on_pages(INLINE) == {}


@pytest.mark.parametrize(
    "code", ["<p style='x'>", '<b onclick="x()">', "<script>x</script>", "<a href='javascript:x'>", "<b hx-on:click=x>"]
)
def test_the_look_for_code_finds(code):
    assert INLINE.search(code)


# What a thing is, its procedure's state says or a property with a telling name. A station of the stepper and a line of
# a paper's layout are no things with a procedure.
COMPARED = re.compile(r"\b(?!step\.)\w+\.(?:status|relation|state|kind)\s*(?:[=!]=|in\b)\s*[^\s%]+")


def test_comments_of_templates_end_on_their_line():
    """Django takes `{# … #}` for a comment on one line alone: over two it stands on the page."""
    torn = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in templates()
        for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1)
        if line.count("{#") != line.count("#}")
    ]

    assert not torn


def test_templates_compare_no_status():
    assert found_on_pages(COMPARED) == {}


@pytest.mark.parametrize("code", ['{% if draft.status == "issued" %}', "{% if a.b.kind!=x %}", "{% if x.state in y %}"])
def test_the_look_for_compared_statuses_finds(code):
    assert COMPARED.search(code)


WIDEST = 120
# Tags and sentences that cannot be broken, by template: how many lines of each stand past the width. It only shrinks.
WIDE = {
    "documents_pages/_file_form.html": 1,
    "documents_pages/_file_state.html": 1,
    "documents_pages/_header_sample.html": 1,
    "documents_pages/detail.html": 1,
    "drafts/_unit_boxes.html": 1,
    "home/gallery.html": 7,
    "jobs/_state.html": 2,
    "mfa/authenticate.html": 1,
}


def test_templates_stand_within_their_width():
    wide = {
        path.relative_to(ROOT / "templates").as_posix(): sum(len(line) > WIDEST for line in text.splitlines())
        for path in templates()
        if (text := path.read_text("utf-8"))
    }

    assert {name: number for name, number in wide.items() if number} == WIDE


def test_nothing_is_loaded_from_elsewhere():
    """No CDN: the office's network is slow and filtered, and a page that needs it is a page that fails."""
    files = [*templates(), *(p for p in (ROOT / "static").rglob("*") if p.suffix in {".css", ".js", ".svg"})]
    outside = re.compile(r"(?:src|href|url|import|fetch)\s*[=(:]?\s*[\"'(]*\s*(?:https?:)?//[^\s\"')]+")
    found = {str(path.relative_to(ROOT)): outside.findall(path.read_text("utf-8")) for path in files}

    assert {name: urls for name, urls in found.items() if urls} == {}


def rendered_pages() -> set[str]:
    """Return the templates that views render as whole pages."""
    found = set()
    for path in views():
        found |= set(re.findall(r'"([\w/]+/[a-z][\w-]*\.html)"', path.read_text("utf-8")))
    return found


def test_every_page_stands_in_the_frame():
    bare = []
    for name in sorted(rendered_pages()):
        text = (ROOT / "templates" / name).read_text("utf-8")
        if not re.match(r'(?:{#.*?#}\s*)?{%\s*extends\s+"', text):
            bare.append(name)

    assert len(rendered_pages()) > 30
    assert bare == []


def test_every_help_page_is_written():
    written = {path.stem for path in (ROOT / "templates" / "help").glob("[a-z]*.html")} - {"index"}

    assert written == {page.slug for page in pages()}


def test_only_papers_are_read_by_the_renderer():
    assert names(PAPERS.glob("*.html"))
    assert not rendered_pages() & {f"documents/{path.name}" for path in PAPERS.glob("*.html")}
