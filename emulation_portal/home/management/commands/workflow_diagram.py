"""docs/workflow.md is this command's output; a test fails when they differ."""

from collections.abc import Iterable
from typing import Any

from django.core.management.base import BaseCommand
from django.db.models import TextChoices

from emulation_portal.core.vietnamese import capitalised
from emulation_portal.jobs.enums import TRANSITIONS, JobState
from emulation_portal.procedure.declared import Procedure, Step
from emulation_portal.procedure.registry import procedures

HEAD = """# Procedures

Printed from the declared procedures by `script/manage workflow_diagram > docs/workflow.md`; do not edit by hand.
Notes say who has the thing in that state. `⏲` marks steps that the portal takes by the calendar or as a part of
another step, `✎` those that ask for a reason, `⌨` those that ask for a typed word, `◇` those that are there for some
things only, `+` those that begin another thing and leave this one as it is.
"""


class Command(BaseCommand):
    help = "Print the procedures of the portal as Mermaid diagrams, from the same declarations that the portal obeys."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(document(), ending="")


def document() -> str:
    """Return the whole page."""
    jobs = [(before, after, "") for before, after in TRANSITIONS]
    parts = [
        HEAD,
        *(
            _section(_title(each), each.statuses, _arrows(each), start=each.start, owners=_owners(each))
            for each in procedures()
        ),
        _section("Background work (việc chạy nền)", JobState, jobs, start=JobState.QUEUED, owners={}),
    ]
    return "\n".join(parts)


def _title(procedure: Procedure) -> str:
    what = "of a transcription " if procedure.narrow.get("is_transcription") else ""
    return f"{capitalised(procedure.noun)} {what}({procedure.code})"


def _arrows(procedure: Procedure) -> list[tuple[str, str, str]]:
    return [
        (before, step.to or before, f"{step.label}{_marks(step)}") for step in procedure.steps for before in step.of
    ]


def _marks(step: Step) -> str:
    marks = (
        ("⏲", step.by_portal or not step.is_offered),
        ("✎", step.asks_reason),
        ("⌨", bool(step.word)),
        ("◇", step.when is not None),
        ("+", not step.to),
    )
    return "".join(f" {mark}" for mark, is_so in marks if is_so)


def _owners(procedure: Procedure) -> dict[str, str]:
    return {status: str(state.owner.label) for status, state in procedure.states.items() if state.owner}


def _section(
    title: str,
    statuses: type[TextChoices],
    arrows: Iterable[tuple[str, str, str]],
    *,
    start: str,
    owners: dict[str, str],
) -> str:
    arrows = list(arrows)
    used = {start, *(state for arrow in arrows for state in arrow[:2])}
    lines = [f"## {title}", "", "```mermaid", "stateDiagram-v2"]
    lines += [f'    state "{status.label}" as {status.value}' for status in statuses if status.value in used]
    lines.append(f"    [*] --> {start}")
    lines += [f"    {before} --> {after}{f': {label}' if label else ''}" for before, after, label in arrows]
    lines += [f"    note right of {status}: {owner}" for status, owner in owners.items()]
    return "\n".join([*lines, "```", ""])
