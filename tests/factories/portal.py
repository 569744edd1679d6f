"""A small portal with one of everything, and one person of every role: what the access table is asked against."""

import datetime as dt
from types import SimpleNamespace

from django.db import transaction

from campaigns.reports.actions import let_sign_alone, receive_sheet
from campaigns.reports.actions.evidence import add_evidence
from campaigns.reports.actions.expecting import expect_of
from campaigns.reports.asked import read_form
from campaigns.reports.enums import Owing, ReportStatus, ValueType
from campaigns.reports.excel.form import form_file
from campaigns.reports.models import Demand, ReportPeriod, UnitReport
from emulation_portal.accounts.actions import issue_invitation
from emulation_portal.accounts.codes import link_token
from emulation_portal.accounts.models import User
from emulation_portal.core.dates import today
from emulation_portal.documents.actions import prepare_copy
from emulation_portal.documents.books import register_book
from emulation_portal.documents.drafts.actions import read_paper_file
from emulation_portal.documents.drafts.enums import DraftStatus
from emulation_portal.documents.models import LooseCopy
from emulation_portal.documents.received.actions import add_file, record_received
from emulation_portal.files.models import StoredFile
from emulation_portal.jobs.actions import enqueue
from emulation_portal.jobs.models import Job
from emulation_portal.notifications.actions import Told, tell
from emulation_portal.notifications.actions.digest import leave_url
from emulation_portal.notifications.steps import CAME_BACK
from emulation_portal.rights.enums import BLOCK_ROLES, BRANCH_ROLES, COUNCIL_ROLES, UNIT_ROLES, Role
from units.enums import UnitKind
from units.models import Unit

from . import (
    campaigns,
    documents,
    files,
    history,
    nominations,
    papers,
    pledges,
    registrations,
    reports,
    scoring,
    sheets,
    summaries,
)
from .people import (
    AppointmentFactory,
    BlockFactory,
    BlockMembershipFactory,
    PersonFactory,
    PositionFactory,
    SigningAuthorityFactory,
    SuccessionFactory,
    UnitFactory,
    UserFactory,
    alliance,
    second_alliance,
)

WITHOUT_RIGHTS = ("no_role", "expired", "begins_tomorrow")


def actors(w: SimpleNamespace) -> dict[str, User]:
    """Return one user of every role, and those whose appointment gives nothing today."""
    people = {}
    for role in Role:
        people[role.value] = UserFactory(username=f"vai.{role.value}")
        block = w.block if role in BLOCK_ROLES else None
        AppointmentFactory(user=people[role.value], unit=_unit_of(w, role), role=role, block=block)
    for name in WITHOUT_RIGHTS:
        people[name] = UserFactory(username=f"vai.{name}")
    people["deactivated"] = UserFactory(username="vai.deactivated", is_active=False)
    day = dt.timedelta(days=1)
    # The strongest roles, so that a forgotten look at the calendar shows.
    for role in (Role.ADMIN, Role.CLERK, Role.LEADER, Role.OFFICER):
        old = AppointmentFactory(user=people["expired"], unit=alliance(), role=role)
        old.effective_to = today()
        old.save()
        AppointmentFactory(user=people["begins_tomorrow"], unit=alliance(), role=role, effective_from=today() + day)
        AppointmentFactory(user=people["deactivated"], unit=alliance(), role=role)
    return people


def _unit_of(w: SimpleNamespace, role: Role) -> Unit:
    if role in COUNCIL_ROLES:
        return w.council
    if role in BRANCH_ROLES:
        return w.department
    return w.own_unit if role in (*UNIT_ROLES, *BLOCK_ROLES) else w.alliance


def build() -> SimpleNamespace:
    """Return the portal: its things by the names the table calls them, `actors` by role."""
    w = SimpleNamespace()
    w.alliance = alliance()
    w.council = UnitFactory(kind=UnitKind.COUNCIL, code="HDTDKT", name="Hội đồng Thi đua - Khen thưởng")
    w.department = UnitFactory(kind=UnitKind.DEPARTMENT, code="P-MAU", name="Phòng Mẫu")
    w.own_unit = UnitFactory(name="Hợp tác xã Của Mình")
    w.other_unit = UnitFactory(name="Hợp tác xã Khác")
    w.closed_unit = UnitFactory(name="Hợp tác xã Đã Đóng", closed_on=dt.date(2025, 1, 1), closed_reason="Giải thể.")
    w.succession = SuccessionFactory(predecessor=w.closed_unit, successor=w.other_unit)
    w.block = BlockFactory()
    w.membership = BlockMembershipFactory(block=w.block, unit=w.own_unit)
    w.actors = actors(w)
    w.others = {f"other_{role}": user for role, user in second_alliance().users.items()}
    _add_people(w)
    _add_plans(w)
    _add_papers(w)
    _add_jobs(w)
    _add_reports(w)
    scoring.add_to_portal(w)
    return w


def _add_people(w: SimpleNamespace) -> None:
    w.own_person = PersonFactory(full_name="Trần Văn Của Mình", user=UserFactory(email="mau@example.vn"))
    w.other_person = PersonFactory(full_name="Trần Văn Khác")
    w.own_position = PositionFactory(person=w.own_person, unit=w.own_unit)
    PositionFactory(person=w.other_person, unit=w.other_unit)
    w.appointment = AppointmentFactory(user=w.own_person.user, unit=w.own_unit, effective_from=today())
    w.signing = SigningAuthorityFactory(unit=w.alliance)
    w.table_of_admin = sheets.table(by=w.actors["admin"])
    w.invitation = link_token(issue_invitation(UserFactory(), by=None).pk)


def _add_plans(w: SimpleNamespace) -> None:
    today_ = today()
    for status in DraftStatus:
        if status != DraftStatus.SUPERSEDED:
            setattr(w, f"{status.value}_plan", campaigns.plan_in(status, on=today_))
    w.own_plan = campaigns.plan_in(DraftStatus.ISSUED, on=today_, only_for=w.own_unit)
    w.other_plan = campaigns.plan_in(DraftStatus.ISSUED, on=today_, only_for=w.other_unit)
    w.transcription = campaigns.transcription(number=7)
    w.registered = campaigns.registered(today=today_)
    w.draft_campaign, w.campaign = w.draft_plan.campaign, w.issued_plan.campaign
    w.other_campaign = w.other_plan.campaign
    w.notice = papers.complete("campaign_notice", on=today_)
    text = "KẾ HOẠCH\n\nTổ chức phong trào thi đua\n\nI. MỤC ĐÍCH\n\nThi đua.\n"
    w.received = record_received(
        documents.issuer(),
        by=w.actors["officer"],
        issued_by="Ủy ban nhân dân tỉnh",
        document_type="Kế hoạch",
        number="25/KH-UBND",
        issued_on=today_,
        received_on=today_,
        summary="Về việc phát động phong trào",
    )
    w.file = add_file(pk=w.received.pk, file=files.sent(by=w.actors["officer"]), by=w.actors["officer"])
    with transaction.atomic():
        told = Told(kind=CAME_BACK, key="portal", subject="Việc trả lại", at=w.alliance)
        (w.mailed,) = tell(told, [w.actors["chief_of_office"]], by=w.actors["officer"])
    w.message = w.mailed
    w.leave_token = leave_url(w.actors["officer"].pk).strip("/").rpartition("/")[2]
    w.import_of_officer = read_paper_file("plan", "ke-hoach.md", text.encode(), by=w.actors["officer"], on=today_)


def _add_papers(w: SimpleNamespace) -> None:
    w.issuer = documents.issuer()
    w.document = documents.with_file(w.issued_plan.document)
    w.private_document = documents.with_file(w.other_plan.document, b"%PDF-1.7 khac")
    w.own_document = documents.with_file(w.own_plan.document, b"%PDF-1.7 minh")
    w.entry, w.revoked_entry = w.document.entry, w.revoked_plan.document.entry
    w.register = w.entry.register
    w.code = w.document.check_code
    with transaction.atomic():
        w.copy, w.job = prepare_copy(
            register_book(w.register, printed_on=today()).to_json(),
            template="register",
            file_name="so.pdf",
            issuer=w.register.issuer,
            subject=w.register,
            subject_url="/",
            by=w.actors["officer"],
        )
    w.copy.storage_name = w.document.file.storage_name
    w.copy.save()
    w.draft_copy = LooseCopy.objects.create(
        digest="0" * 64,
        template="paper",
        payload=w.document.payload,
        file_name="du-thao.pdf",
        issuer=w.issuer,
        subject_type=w.draft_plan._meta.label_lower,
        subject_id=w.draft_plan.pk,
        storage_name=w.document.file.storage_name,
    )


def _add_jobs(w: SimpleNamespace) -> None:
    with transaction.atomic():
        w.own_job = enqueue(
            "documents.render",
            key="tests.own",
            args={"document_id": 0},
            label="Việc của đơn vị",
            by=w.actors["unit_editor"],
        )
    Job.objects.filter(pk__in=[w.own_job.pk, w.job.pk]).update(state="running", owner="0" * 32, lease_until=_later())
    Job.objects.filter(pk__in=[w.own_job.pk, w.job.pk]).update(
        state="failed", owner=None, lease_until=None, finished_at=_later(), reason="Hỏng.", attempts=5
    )


def _add_reports(w: SimpleNamespace) -> None:
    """A month for every state of a report of the own unit; of the others one that nobody began and one that came."""
    w.indicator = reports.indicator("SO_LIEU")
    w.list_indicator = reports.indicator("UNG_HO", value_type=ValueType.ITEMS)
    w.demand = reports.demand(w.indicator, w.list_indicator, campaign=w.campaign, parts=("results",))
    w.demand.rows.filter(indicator=w.list_indicator).update(is_required=False)
    w.hidden_demand = reports.demand(w.indicator, campaign=w.draft_campaign)
    of_department = reports.demand(w.indicator, campaign=w.campaign, owing=Owing.UNITS)
    of_department.units.add(w.department)
    people = w.actors["unit_editor"], w.actors["unit_head"]
    for number, status in enumerate(ReportStatus, start=1):
        w.period = _asked_month(w.demand, number)
        own = UnitReport.objects.get(period=w.period, unit=w.own_unit)
        setattr(w, f"{status.value}_report", reports.brought(own, status, people=people))
    of_others = list(UnitReport.objects.filter(unit=w.other_unit).order_by("pk"))
    w.other_report, others = of_others[0], reports.people_of_unit(w.other_unit)
    w.other_submitted_report = reports.brought(of_others[1], ReportStatus.SUBMITTED, people=others)
    writer = UserFactory()
    AppointmentFactory(user=writer, unit=w.department, role=Role.UNIT_EDITOR)
    for number, status in enumerate((ReportStatus.DRAFT, ReportStatus.AWAITING_HEAD, ReportStatus.SUBMITTED), start=1):
        own = UnitReport.objects.get(period=_asked_month(of_department, number), unit=w.department)
        done = reports.brought(own, status, people=(writer, w.actors["dept_head"]))
        setattr(w, f"department_{status.value}_report", done)
    w.sole_sign_off = let_sign_alone(
        unit_id=w.other_unit.pk, reason="Hai người làm việc.", by=w.actors["officer"], on=today()
    )
    with form_file(read_form(w.draft_report), now=reports.NOW) as form:
        w.sheet = receive_sheet(report=w.draft_report, name="bao-cao.xlsx", stream=form, by=people[0])
    w.registration_call = registrations.call()
    w.own_registration = registrations.written(w.registration_call, w.own_unit, people[0])
    w.other_registration = registrations.brought(w.registration_call, w.other_unit, "sent", people=others)
    w.own_dossier = nominations.dossier(w.own_unit, by=people[0])
    (w.own_nomination,) = nominations.nominated(w.own_dossier, by=people[0])
    w.other_dossier = nominations.received(nominations.whole(w.other_unit), people=others, officer=w.actors["officer"])
    w.other_nomination = w.other_dossier.nominations.get()
    w.own_award, w.other_award = history.past_award(w.own_unit), history.past_award(w.other_unit)
    w.own_conduct, w.other_conduct = history.conduct(w.own_unit), history.conduct(w.other_unit)
    w.cancelled_award = history.cancelled(history.past_award(w.own_unit, award="GK", year=None))
    _add_pledges(w, people[1])
    w.summary = summaries.begun_from(w.demand, w.demand.periods.first(), issuer=w.issuer, by=w.actors["officer"])
    w.draft_evidence = _evidence(w.draft_report, w.indicator.code, by=people[0])
    w.word_evidence = _evidence(w.draft_report, "results", by=people[0])
    w.submitted_evidence = _evidence(w.returned_report, w.indicator.code, by=people[0])


def _add_pledges(w: SimpleNamespace, head: User) -> None:
    """The giao ước of the own unit's block, signed by it on the portal; and what another block is writing and signing."""
    BlockMembershipFactory(block=w.block, unit=UnitFactory(name="Hợp tác xã Cùng Khối"))
    w.pledge = pledges.signing(w.block)
    w.own_party = pledges.party(w.pledge, w.own_unit)
    w.own_signature = pledges.signed(w.pledge, w.own_unit, head)
    w.draft_pledge = pledges.draft(w.block, year=today().year + 1)
    units = w.other_unit, UnitFactory(name="Hợp tác xã Khối Khác")
    w.other_pledge = pledges.signing(pledges.block_of_units(*units))
    w.other_party = pledges.party(w.other_pledge, w.other_unit)
    (w.other_signature,) = pledges.scanned(w.other_pledge, w.other_unit)


def _asked_month(of: Demand, number: int) -> ReportPeriod:
    """Return a month of which the reports are owed, as they became when it began."""
    month = reports.month(of, number)
    if of.asked_on is None:
        Demand.objects.filter(pk=of.pk).update(asked_on=month.period_from)
        of.asked_on = month.period_from
    expect_of(of, on=month.period_to)
    return month


def _evidence(report: UnitReport, code: str, *, by: User) -> StoredFile:
    file = files.sent(by=by)
    add_evidence(report_id=report.pk, code=code, file=file, by=by, now=reports.NOW)
    return StoredFile.objects.get(pk=file.pk)


def _later() -> dt.datetime:
    return dt.datetime(2030, 1, 1, tzinfo=dt.UTC)
