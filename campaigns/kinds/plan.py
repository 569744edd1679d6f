"""Kế hoạch: launches a campaign."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any, ClassVar

from django.urls import reverse

from emulation_portal.core.parts import HelpPage
from emulation_portal.core.tables import Table
from emulation_portal.core.versions import ChangedMeanwhile, digest
from emulation_portal.core.vietnamese import fold
from emulation_portal.documents.drafts.enums import Relation, RowsPlace
from emulation_portal.documents.drafts.paper_kind import PaperKind, Part
from emulation_portal.documents.drafts.queries import paper_facts, sections_on
from emulation_portal.documents.drafts.regulations import Gap, Remark, paper_gaps
from emulation_portal.documents.enums import DocumentType
from emulation_portal.documents.paper import Block
from emulation_portal.documents.reading import ParsedPaper, ParseWarning

from .. import papers, proposals, queries
from .. import topics as plan_topics
from ..actions import planning, speaking
from ..columns import REWARDS, TARGETS
from ..consistency import contradictions
from ..enums import NOT_ENDED, CampaignKind, QuotaMode, Topic
from ..forms import NewCampaignForm, PlanGeneralForm, PlanPreviewForm, TranscribedPlanGeneralForm
from ..forms.plans import milestone_formset, reward_formset, target_formset
from ..models import Campaign, CampaignPlan
from ..names import (
    find_campaign_name,
    find_kind,
    find_theme,
    name_in,
    proposed_name,
    quoted_names,
    speaks_of_a_campaign,
)
from ..periods import find_period
from ..procedures import PLAN, TRANSCRIBED_PLAN
from ..regulations import gaps_of_campaign, launch_gaps

PRINTED = "In ở mục “{}” khi mục ấy chưa có nội dung riêng hoặc chỉ có lời dẫn kết thúc bằng dấu hai chấm."
PLACES = ("targets_place", "rewards_place", "milestones_place")
CAMPAIGN_FIELDS = tuple(name for name in planning.FACTS if name != "name")


class PlanKind(PaperKind):
    """Kế hoạch: launches a campaign, and says what it asks and promises."""

    code, slug, type, noun, model = "plan", "ke-hoach", DocumentType.KH, "kế hoạch", CampaignPlan
    help_page = HelpPage(
        "ke-hoach",
        "Kế hoạch, từ tệp đến khi ban hành",
        "Soạn, trình, trả lại, duyệt, cấp số, sửa đổi, thu hồi một kế hoạch.",
        ("/phong-trao/",),
    )
    procedures = (PLAN, TRANSCRIBED_PLAN)
    standard_sections = plan_topics.STANDARD
    topics = Topic.choices
    general_forms = (PlanGeneralForm, TranscribedPlanGeneralForm)
    goes_on_in = NOT_ENDED
    create_form = NewCampaignForm
    preview_form = PlanPreviewForm
    general_part = Part("general", "Thông tin chung", "Phong trào là gì, văn bản mở đầu và kết thúc thế nào.")
    settled_by: ClassVar = {"no_campaign_name": "campaign_name", "only_first_section": "several_main_sections"}
    own_rows = ("targets", "rewards", "milestones")
    own_parts = (
        Part("targets", "Chỉ tiêu", PRINTED.format("Tiêu chí, chỉ tiêu"), target_formset),
        Part("rewards", "Khen thưởng", PRINTED.format("Khen thưởng"), reward_formset),
        Part("milestones", "Mốc thời gian", PRINTED.format("Thời gian, tiến độ"), milestone_formset),
    )

    def gaps(self, draft: CampaignPlan, on: dt.date) -> list[Gap]:
        """The law asks of the plan that launches; one that amends it says only what changes."""
        campaign = draft.campaign
        stopped = gaps_of_campaign(self.goes_on_in, self.noun, name=campaign.name, status=campaign.status)
        if draft.relation == Relation.AMENDMENT:
            return [*stopped, *paper_gaps(paper_facts(draft, on=on))]
        facts = replace(
            queries.plan_facts(draft, on=on),
            not_printed=tuple(papers.not_printed(draft)),
            said_nowhere=tuple(papers.said_nowhere(draft)),
        )
        return [*stopped, *launch_gaps(facts, on=on)]

    def remarks(self, draft: CampaignPlan) -> list[Remark]:
        found = contradictions(queries.date_facts(draft))
        found += [_not_printed(draft, topic) for topic in papers.unprinted(draft)]
        return [*found, *self._unrecorded(draft)] if draft.relation == Relation.AMENDMENT else found

    def _unrecorded(self, draft: CampaignPlan) -> Iterator[Remark]:
        """Yield what the text of an amendment changes and its rows do not say: units are told by the rows."""
        for part in self.own_parts:
            if rows := self.proposed_rows(draft, part.name):
                words = (
                    f"Nội dung sửa đổi nêu {len(rows)} điều chưa ghi ở phần “{part.title}”. Đơn vị đọc theo phần ấy."
                )
                yield Remark(part.name, f"{words} Hãy mở phần “{part.title}” để điền.")

    def rows_of(self, draft: CampaignPlan, topic: str, place: RowsPlace) -> Iterable[Block]:
        return papers.rows_in(draft, topic, place)

    def place_told(self, draft: CampaignPlan, part: str) -> tuple[str, str]:
        name = f"{part}_place"
        return (RowsPlace(getattr(draft, name)).label, name) if name in PLACES else ("", "")

    def topics_with_rows(self, draft: CampaignPlan) -> set[str]:
        printed = (topic for topic in Topic.values if papers.place_of(draft, topic) != RowsPlace.NONE)
        return {topic for topic in printed if list(papers.all_rows_of(draft, topic))}

    def topics_of(self, topic: str) -> Iterable[str]:
        return plan_topics.topics_of(topic)

    def topic_of(self, title: str) -> str:
        return plan_topics.guess_topic(title)

    def subject_of(self, draft: CampaignPlan) -> str:
        return draft.campaign.name

    def trail(self, draft: CampaignPlan) -> list[tuple[str, str]]:
        return draft.campaign.trail()

    def list_trail(self) -> list[tuple[str, str]]:
        return [("Phong trào thi đua", reverse("campaigns:list"))]

    def effects_of_discarding(self, draft: CampaignPlan) -> list[str]:
        return queries.effects_of_dropping(draft)

    def effects_of_revoking(self, draft: CampaignPlan) -> list[str]:
        if not draft.is_current:
            return []
        told = ["Phong trào dừng lại; đơn vị không nộp thêm hồ sơ được."]
        if number := queries.number_under_way(draft.campaign):
            told.append(f"{number} văn bản đang soạn của phong trào không trình, ban hành được nữa.")
        return told

    def with_own(self, drafts: Any) -> Any:
        return drafts.select_related("campaign")

    def dates_for_readers(self, draft: CampaignPlan) -> list[tuple[str, dt.date]]:
        return [(row.get_kind_display(), row.due_on) for row in draft.milestones.all()]

    def tables_for_readers(self, draft: CampaignPlan) -> list[Table]:
        tables = (
            Table("Chỉ tiêu", TARGETS, list(draft.targets.all())),
            Table("Khen thưởng", REWARDS, list(draft.rewards.all())),
        )
        return [table for table in tables if table.rows]

    def proposed_rows(self, draft: CampaignPlan, part: str) -> list[dict[str, Any]]:
        if part == "targets":
            return _named_targets(draft)
        texts = [f"{section.title}: {section.body}" for section in draft.sections.all()]
        tables = [table.rows for table in draft.tables.all()]
        if part == "milestones":
            known = {row.kind for row in draft.milestones.all()}
            days = proposals.named_days(texts, tables)
            return [{"kind": each.kind, "due_on": each.day} for each in days if each.kind not in known]
        if part == "rewards":
            promised = {(row.award_form, row.subject_kind) for row in draft.rewards.all()}
            named = [
                each for each in proposals.named_rewards(texts, tables) if (each.form, each.subject) not in promised
            ]
            fixed = {"quota_mode": QuotaMode.FIXED}
            return [fixed | {"award_form": e.form, "subject_kind": e.subject, "quota": e.quota} for e in named]
        return []

    # --- writing ---

    def general_initial(self, draft: CampaignPlan) -> dict[str, Any]:
        places = {name: getattr(draft, name) for name in PLACES}
        return {**places, **self._said_of_campaign(draft)}

    def own_version(self, draft: CampaignPlan) -> str:
        """Where rows are printed stands on the draft itself, whose own revision tells of others."""
        return digest(self._said_of_campaign(draft))

    def _said_of_campaign(self, draft: CampaignPlan) -> dict[str, Any]:
        waiting = Campaign()
        planning.apply_campaign_facts(waiting, draft.campaign_changes)
        changed = draft.campaign_changes
        shown = {name: getattr(waiting if name in changed else draft.campaign, name) for name in CAMPAIGN_FIELDS}
        return {**shown, "campaign_name": changed.get("name", draft.campaign.name)}

    def save_general(self, draft: CampaignPlan, data: dict[str, Any]) -> None:
        for name in PLACES:
            setattr(draft, name, data.get(name) or getattr(draft, name))  # a transcription's form does not ask
        said = {name: data[name] for name in ("campaign_name", *CAMPAIGN_FIELDS)}
        # Another draft of the campaign may have written there, or a plan come into force.
        campaign = planning.lock_campaign(draft)
        is_read = data.get("read") in (None, self.own_version(draft))
        if not is_read and said != self._said_of_campaign(draft):
            names = [f"own.{name}" for name in said]
            raise ChangedMeanwhile(campaign, names, logged_with=campaign.plans.all())
        planning.write_campaign_facts(campaign, draft, {"name": said.pop("campaign_name"), **said})

    def own_of_new(self, data: dict[str, Any]) -> dict[str, Any]:
        return {"campaign": Campaign(name=data["campaign_name"], kind=data["kind"])}

    def same_as(self, own: dict[str, Any]) -> dict[str, Any]:
        return {"campaign__name": own["campaign"].name if own.get("campaign") else own["new_campaign"]["name"]}

    def new(self, fields: dict[str, Any], own: dict[str, Any]) -> CampaignPlan:
        """`own` holds the campaign, or the values of a new one."""
        campaign = own.get("campaign") or Campaign(**own["new_campaign"])
        if campaign._state.adding:
            campaign.organiser = fields["issuer"].unit
        return CampaignPlan(campaign=campaign, **fields)

    def names_units(self, draft: CampaignPlan) -> list[Any]:
        return [draft.campaign.organiser]

    def hangs_on(self, draft: CampaignPlan) -> list[Any]:
        return [draft.campaign] if draft.campaign._state.adding else []

    def opened(self, draft: CampaignPlan, *, by: Any) -> None:
        planning.save_new_campaign(draft, by=by)

    # --- reading ---

    def reading_warnings(self, parsed: ParsedPaper) -> Iterable[ParseWarning]:
        """A plan names its campaign, in the same words throughout, and has more than one main section."""
        name = find_campaign_name(parsed)
        if not name and speaks_of_a_campaign(parsed):
            message = "Trích yếu không để tên phong trào trong ngoặc kép. Hãy xem lại ô “Tên phong trào”."
            yield ParseWarning("no_campaign_name", message)
        other = next((quoted for quoted in quoted_names(parsed.preamble) if fold(quoted) != fold(name)), "")
        if other:
            message = f"Phần mở đầu viết tên phong trào khác trích yếu: “{other}”. Cổng giữ cả hai như trong tệp."
            yield ParseWarning("name_differs", message)
        if sum(section.level == 1 for section in parsed.sections) == 1:
            message = "Tệp chỉ có mục I. Một kế hoạch thường có các mục I đến V."
            yield ParseWarning("only_first_section", message, parsed.sections[-1].line)

    def named_in(self, parsed: ParsedPaper) -> dict[str, str]:
        return {"campaign": name_in(parsed), "theme": find_theme(parsed)}

    def as_read(self, parsed: ParsedPaper) -> dict[str, Any]:
        name, kind = proposed_name(parsed), find_kind(parsed)
        period = find_period(parsed) if name else None
        return {
            "campaign": None,
            "names_kind": bool(kind),
            "new_campaign": {
                "name": " ".join(name.split())[:500],
                "kind": kind or CampaignKind.REGULAR,
                "theme": find_theme(parsed),
                **({"period_from": period.first, "period_to": period.last} if period else {}),
            },
        }

    def preview_initial(self, own: dict[str, Any]) -> dict[str, Any]:
        """A kind that the file does not name is left to be chosen."""
        new = own["new_campaign"]
        shown = {name: value for name, value in new.items() if name != "name"}
        return {"campaign_name": new["name"], **shown, **({} if own.get("names_kind") else {"kind": ""})}

    def own_of_preview(self, data: dict[str, Any]) -> dict[str, Any]:
        new = {"name": data["campaign_name"], **{name: data[name] for name in CAMPAIGN_FIELDS}}
        return {"campaign": data["campaign"], "new_campaign": new}

    # --- what follows ---

    def issued(self, draft: CampaignPlan, *, by: Any, today: dt.date) -> None:
        planning.plan_came_into_force(draft, by=by, today=today)

    def ended(self, draft: CampaignPlan, *, by: Any, reason: str) -> None:
        planning.plan_was_revoked(draft, by=by, reason=reason)

    def discarded(self, draft: CampaignPlan, *, by: Any, reason: str) -> None:
        speaking.drop_if_not_needed(draft.campaign_id, reason=reason)

    def begin_anew(self, new: CampaignPlan) -> None:
        new.is_current, new.campaign_changes, new.campaign_before = False, {}, {}

    def begin_again(self, old: CampaignPlan, new: CampaignPlan) -> None:
        """The campaign of a revoked plan is over: its plan begun again launches another of the same name."""
        facts = {name: getattr(old.campaign, name) for name in planning.FACTS}
        new.campaign = Campaign(**facts, organiser=old.issuer.unit)

    def copied(self, old: CampaignPlan, new: CampaignPlan, relation: Relation | None) -> None:
        """What takes its place or begins it again promises and asks the same until it is edited; the old one keeps its own."""
        if relation in (Relation.CORRECTION, Relation.AMENDMENT):
            return
        rows: list[Any] = [*old.targets.all(), *old.rewards.all(), *old.milestones.all()]
        for row in rows:
            row.pk, row.plan, row._state.adding = None, new, True
            row.save()


def _named_targets(draft: CampaignPlan) -> list[dict[str, Any]]:
    """Return the targets that the text on criteria names and the rows do not."""
    known = {fold(row.indicator) for row in draft.targets.all()}
    named = [
        each for topic in (Topic.CRITERIA, Topic.CONTENT_CRITERIA) for each in papers.targets_in_text(draft, topic)
    ]
    return [{"indicator": e.indicator, "value": e.value} for e in named if fold(e.indicator) not in known]


def _not_printed(draft: CampaignPlan, topic: str) -> Remark:
    """Tell of rows that are not printed, by the title that the section has on the paper."""
    heads = sections_on(draft, topic)
    title = " ".join(heads[0].title.split()) if heads else Topic(topic).label
    words = f"Mục “{title}” đã có nội dung riêng, nên các dòng ghi ở phần riêng không in thêm lần nữa."
    return Remark(papers.LIST_OF[topic], f"{words} Đơn vị vẫn đọc được các dòng ấy trên cổng.")
