"""What is written into the parts of a draft. Each is a change for `edit_draft`, which holds the lock."""

from collections.abc import Callable, Mapping
from typing import Any

from django.db.models import QuerySet

from emulation_portal.core.changes import MAX_NAMES, first_names

from ..models import DraftRecipient, DraftSection
from ..numbering import main_level
from ..standard_sections import with_missing

GENERAL = ("issuer", "summary", "place_name", "lead_in", "preamble", "closing", "numbering_style", "is_public")
OF_THE_PAPER = ("paper_number", "paper_symbol", "paper_issued_on", "paper_signature_lines", "paper_signer_name")


# Given the locked draft; returns what it took in and out besides fields and rows, in the log's words, or nothing.
Change = Callable[[Any], Mapping[str, Any] | None]


def general(data: dict[str, Any]) -> Change:
    """Thông tin chung, with what the kind has of its own."""

    def write(draft: Any) -> None:
        for name in (*GENERAL, *(OF_THE_PAPER if draft.is_transcription else ())):
            setattr(draft, name, data[name])
        draft.kind_of.save_general(draft, data)

    return write


def recipients(data: dict[str, Any]) -> Change:
    """Nơi nhận, người ký: whom the paper addresses, names, and who signs it."""

    def write(draft: Any) -> dict[str, Any]:
        draft.addresses_everyone = data["addresses_everyone"]
        draft.signing, draft.co_signing = data.get("signing"), data.get("co_signing")
        draft.archive_line = data.get("archive_line", "")
        draft.recipients.all().delete()
        DraftRecipient.objects.bulk_create(
            DraftRecipient(draft=draft, position=at, text=text) for at, text in enumerate(data["recipients"], start=1)
        )
        return {
            "addressed_blocks": _address(draft.addressed_blocks, data["addressed_blocks"], "khối, cụm"),
            "addressed_units": _address(draft.addressed_units, data["addressed_units"], "đơn vị"),
        }

    return write


def _address(there: Any, wanted: QuerySet[Any], noun: str) -> dict[str, list[str]]:
    """Let the paper address exactly these, and say which were added and which removed: those that stay are not touched."""
    now, then = (set(rows.values_list("pk", flat=True)) for rows in (wanted, there))
    told = {"added": now - then, "removed": then - now}
    there.add(*told["added"])
    there.remove(*told["removed"])
    return {what: _first_names(there.model, keys, noun) for what, keys in told.items() if keys}


def _first_names(model: Any, keys: set[int], noun: str) -> list[str]:
    names = model.objects.filter(pk__in=keys).order_by("name", "pk").values_list("name", flat=True)
    return first_names(names[:MAX_NAMES], len(keys), noun)


def rows(formset: Any, *, adds_sections: bool = False) -> Change:
    """The rows of a part; with the usual main sections that are missing, when asked for."""

    def write(draft: Any) -> None:
        formset.save_in_order(draft)
        if adds_sections:
            add_missing_sections(draft)

    return write


def add_missing_sections(draft: Any) -> None:
    """Put an empty section on each usual topic that no main section is on, in the usual order."""
    standard = draft.kind_of.standard_sections
    found = list(DraftSection.objects.filter(draft=draft))
    main = main_level(row.level for row in found)
    topics = [row.topic if row.level == main else None for row in found]
    titles = dict(standard)
    for at, row in enumerate(with_missing(topics, standard, draft.kind_of.topics_of), start=1):
        section = (
            DraftSection(draft=draft, level=main, topic=row, title=titles[row]) if isinstance(row, str) else found[row]
        )
        section.position = at
        section.save()
