"""docs/workflow.md is this command's output; a test fails when they differ."""

from collections.abc import Iterable
from typing import Any

from django.core.management.base import BaseCommand
from django.db.models import TextChoices

from campaigns.enums import CampaignStatus, PlanStatus
from campaigns.workflow import CAMPAIGN_STEPS, PLAN_OWNERS, PLAN_STEPS
from emulation_portal.audit.actions import Steps
from emulation_portal.documents.enums import DocumentStatus
from emulation_portal.documents.workflow import STEPS as DOCUMENT_STEPS
from emulation_portal.jobs.enums import TRANSITIONS, JobState

HEAD = """# Procedures

Printed from the tables of steps by `script/manage workflow_diagram > docs/workflow.md`; do not edit by hand.
Notes say who has the thing in that state. `⏲` marks steps that the portal takes by the calendar, `✎` those that ask
for a reason.
"""


class Command(BaseCommand):
    help = "Print the procedures of the portal as Mermaid diagrams, from the same tables that the portal obeys."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(document(), ending="")


def document() -> str:
    """Return the whole page."""
    owners = {status.value: str(role.label) for status, role in PLAN_OWNERS.items()}
    jobs = [(before, after, "") for before, after in TRANSITIONS]
    parts = [
        HEAD,
        _section("Plan (kế hoạch)", PlanStatus, _arrows(PLAN_STEPS), start=PlanStatus.DRAFT, owners=owners),
        _section("Campaign (phong trào)", CampaignStatus, _arrows(CAMPAIGN_STEPS), start=CampaignStatus.PLANNED),
        _section("Official document (văn bản)", DocumentStatus, _arrows(DOCUMENT_STEPS), start=DocumentStatus.ISSUED),
        _section("Background work (việc chạy nền)", JobState, jobs, start=JobState.QUEUED),
    ]
    return "\n".join(parts)


def _arrows(steps: Steps) -> list[tuple[str, str, str]]:
    arrows = []
    for (before, after), step in steps.items():
        marks = (" ⏲" if step.by_portal else "") + (" ✎" if step.reason_required else "")
        arrows.append((before, after, f"{step.label}{marks}"))
    return arrows


def _section(
    title: str,
    statuses: type[TextChoices],
    arrows: Iterable[tuple[str, str, str]],
    *,
    start: TextChoices,
    owners: dict[str, str] | None = None,
) -> str:
    lines = [f"## {title}", "", "```mermaid", "stateDiagram-v2"]
    lines += [f'    state "{status.label}" as {status.value}' for status in statuses]
    lines.append(f"    [*] --> {start.value}")
    lines += [f"    {before} --> {after}{f': {label}' if label else ''}" for before, after, label in arrows]
    for status, owner in (owners or {}).items():
        lines += [f"    note right of {status}: {owner}"]
    return "\n".join([*lines, "```", ""])
