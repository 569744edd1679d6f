"""What there is still to say on a draft's page of the file that it was read from."""

from emulation_portal.documents.reading import ParseWarning, is_of_issued_paper, section_facts, still_open

from .enums import Topic
from .models import CampaignPlan


def reading_warnings(plan: CampaignPlan) -> list[ParseWarning]:
    """Return the warnings of the reading that nobody has settled since; none once the plan has gone its way."""
    source = getattr(plan, "source", None)
    if source is None or not plan.is_editable:
        return []
    warnings = (ParseWarning(**warning) for warning in source.parsed["warnings"])
    found = still_open(warnings, has=_what_it_has(plan))
    return found if plan.is_transcription else [warning for warning in found if not is_of_issued_paper(warning)]


def _what_it_has(plan: CampaignPlan) -> set[str]:
    """Return what the plan has, in the words of `importing.settling`."""
    fields = ("summary", "place_name", "paper_number", "paper_symbol", "paper_issued_on", "paper_signer_name")
    has = {"issuer", "campaign_name", *(name for name in fields if getattr(plan, name))}
    has |= section_facts(
        (
            section.level,
            bool(section.body.strip()) or not section.title.strip() or section.topic in topics_with_rows(plan),
        )
        for section in plan.sections.all()
    )
    has |= {name for name in ("bases", "recipients") if getattr(plan, name).all()}
    if plan.paper_signature_lines if plan.is_transcription else plan.signing_id:
        has.add("signature")
    return has


def topics_with_rows(plan: CampaignPlan) -> set[str]:
    """Return the topics under which the paper prints targets, rewards or milestones that the plan has."""
    found: set[str] = set()
    if plan.targets.all():
        found |= {Topic.CRITERIA, Topic.CONTENT_CRITERIA}
    if plan.rewards.all():
        found.add(Topic.REWARDS)
    if plan.milestones.all():
        found.add(Topic.SCHEDULE)
    return found
