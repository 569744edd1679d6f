"""Every verb that anybody writes to the log has its Vietnamese words, and no word stands there unused."""

import ast
from pathlib import Path

import pytest
from django.apps import apps
from django.core.checks.registry import registry

from emulation_portal.audit.checks import check_words
from emulation_portal.audit.verbs import subjects, verbs, without_clash
from emulation_portal.core.parts import LogWords, Verb
from emulation_portal.core.templatetags.portal import TONES
from emulation_portal.documents.drafts.registry import kinds
from emulation_portal.procedure.registry import procedures

ROOT = Path(__file__).parents[2]
PACKAGES = ("emulation_portal", "units", "campaigns", "awards")


def _files() -> list[Path]:
    return [path for package in PACKAGES for path in (ROOT / package).rglob("*.py")]


def _sources() -> list[Path]:
    return [path for path in _files() if "migrations" not in path.parts]


def _literals(node: ast.expr) -> list[str]:
    """Return the texts an argument may be: a literal, or either side of `a if … else b`."""
    if isinstance(node, ast.IfExp):
        return _literals(node.body) + _literals(node.orelse)
    return [node.value] if isinstance(node, ast.Constant) and isinstance(node.value, str) else []


def _recorded() -> dict[str, Path]:
    """Return the first argument of every call of record()."""
    found = {}
    for path in _sources():
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and _name(node.func) == "record" and node.args:
                found |= dict.fromkeys(_literals(node.args[0]), path)
    return found


def _name(function: ast.expr) -> str:
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def _steps() -> set[str]:
    return {procedure.verb_of(step) for procedure in procedures() for step in procedure.steps}


def _of_drafts() -> set[str]:
    """Return what is told of every kind of draft: its code stands before the dot."""
    return {f"{kind.code}.{event}" for kind in kinds() for event in ("created", "edited", "imported")}


def test_every_verb_has_words() -> None:
    written = _recorded()
    missing = {verb: path.name for verb, path in written.items() if verb not in verbs()}

    assert {"document.issued", "job.retried", "audit.read"} <= set(written)  # the reader of sources does read
    assert {"plan.returned", "document.revoked"} <= _steps()
    assert missing == {}
    assert (_steps() | _of_drafts()) - set(verbs()) == set()


def test_two_apps_do_not_call_one_thing_by_two_words() -> None:
    one, same = LogWords({"unit.closed": Verb("Cho thôi")}), LogWords({"unit.closed": Verb("Cho thôi")})

    assert without_clash([one, same]) == one.verbs
    for other in (Verb("Giải thể"), Verb("Cho thôi", "warning")):
        with pytest.raises(ValueError, match=r"unit\.closed is called “Cho thôi” and "):
            without_clash([one, LogWords({"unit.closed": other})])
    assert check_words in registry.get_checks()
    assert check_words(None) == []


def test_no_words_without_a_verb() -> None:
    """Migrations write, too."""
    texts = [path.read_text().replace("'", '"') for path in _files() if path.name != "portal.py"]

    unspoken = set(verbs()) - _steps() - _of_drafts()
    assert [verb for verb in unspoken if not any(f'"{verb}"' in text for text in texts)] == []


def test_words_are_words() -> None:
    wrong = {
        code: verb
        for code, verb in verbs().items()
        if not verb.label[0].isupper() or verb.label.endswith(".") or verb.tone not in TONES
    }

    assert len(verbs()) > 60
    assert wrong == {}


# Labels of models that moved: the log keeps what it wrote.
FORMER = {"campaigns.planimport", "units.appointment"}


def _is_model(label: str) -> bool:
    return label in {model._meta.label_lower for model in apps.get_models()}


def test_kinds_of_objects_exist() -> None:
    assert {label for label in subjects() if label not in FORMER and not _is_model(label)} == set()
