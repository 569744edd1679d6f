"""What is written into the parts of a draft. Each is a change for `edit_draft`, which holds the lock."""

from collections.abc import Callable
from typing import Any

from ..models import DraftRecipient, DraftSection
from ..numbering import main_level
from ..standard_sections import with_missing

GENERAL = ("issuer", "summary", "place_name", "preamble", "closing", "numbering_style", "is_public")
OF_THE_PAPER = ("paper_number", "paper_symbol", "paper_issued_on", "paper_signature_lines", "paper_signer_name")


def general(data: dict[str, Any]) -> Callable[[Any], None]:
    """Thông tin chung, with what the kind has of its own."""

    def write(draft: Any) -> None:
        for name in (*GENERAL, *(OF_THE_PAPER if draft.is_transcription else ())):
            setattr(draft, name, data[name])
        draft.kind_of.save_general(draft, data)

    return write


def recipients(data: dict[str, Any]) -> Callable[[Any], None]:
    """Nơi nhận, người ký: whom the paper addresses, names, and who signs it."""

    def write(draft: Any) -> None:
        draft.addresses_everyone = data["addresses_everyone"]
        draft.signing, draft.co_signing = data.get("signing"), data.get("co_signing")
        draft.archive_line = data.get("archive_line", "")
        draft.addressed_blocks.set(data["addressed_blocks"])
        draft.addressed_units.set(data["addressed_units"])
        draft.recipients.all().delete()
        DraftRecipient.objects.bulk_create(
            DraftRecipient(draft=draft, position=at, text=text) for at, text in enumerate(data["recipients"], start=1)
        )

    return write


def rows(formset: Any, *, adds_sections: bool = False) -> Callable[[Any], None]:
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
