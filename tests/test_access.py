"""Who may open and send what: every URL name × every role × own or other unit. What the table does not name is an error.

The portal of the table is built once and never changed: every request runs in a savepoint that is rolled back, and what
it wrote is listed. A GET writes nothing, and neither does a request that is refused. Requests have the rights of the
role that the portal runs as, which owns no table.

In the usual run one of each class of rights asks, a row after the other somebody else (`turns.py`). Classes are split
wherever the table expects different answers, so that none hides a difference that the table knows of.
"""

import re
from types import SimpleNamespace
from typing import NamedTuple

import pytest
from django.db import connection, transaction
from django.test import Client, override_settings
from django.urls import URLPattern, get_resolver, reverse

from emulation_portal.jobs.actions import note_routine
from emulation_portal.jobs.health import SWEEP
from emulation_portal.rights.enums import Role

from . import turns
from .factories import portal

pytestmark = [pytest.mark.repeats, pytest.mark.django_db]

UNIT = {"unit_editor", "unit_head"}
LEAD = {"cluster_lead"}  # of the block in which the unit of the two competes
DEPARTMENT = {"dept_head"}
COUNCIL = {"council_member", "council_chair", "council_secretary", "teller"}
OFFICE = {"officer", "clerk", "chief_of_office", "leader", "accountant", "auditor", "admin"}
ROLES = UNIT | LEAD | DEPARTMENT | COUNCIL | OFFICE
SIGNED_IN = ROLES | set(portal.WITHOUT_RIGHTS)
STRANGERS = {"anonymous", "deactivated"}
EVERYBODY = SIGNED_IN | STRANGERS
NOBODY: set[str] = set()
CLASSES = [STRANGERS, set(portal.WITHOUT_RIGHTS), UNIT | LEAD, DEPARTMENT, COUNCIL, OFFICE]

OFFICER, CLERK, CHIEF, LEADER, ADMIN = {"officer"}, {"clerk"}, {"chief_of_office"}, {"leader"}, {"admin"}
DRAFTERS = OFFICER | CLERK
READ_LOG = {"auditor", "admin", "unit_head", "dept_head"}
SEE_JOBS = OFFICE - {"accountant"}
RETRY = SEE_JOBS - {"auditor"}

# What those meet who may not. A thing that somebody may not see does not exist for them.
FORBIDDEN = dict.fromkeys(SIGNED_IN, "403")
HIDDEN = dict.fromkeys(SIGNED_IN, "404")
HIDDEN_OUTSIDE = HIDDEN | dict.fromkeys(OFFICE, "403")
HIDDEN_ELSEWHERE = HIDDEN_OUTSIDE | dict.fromkeys(UNIT | LEAD, "403")  # the thing is of the unit of the three
NO_COPY = FORBIDDEN | dict.fromkeys(UNIT | LEAD | DEPARTMENT, "404")  # which may be printed for them; these are not
TO_LOGIN = dict.fromkeys(STRANGERS, "login")
NOT_THERE = dict.fromkeys(STRANGERS, "404")
NO_ANSWER = dict.fromkeys(STRANGERS, "401")  # to a script, which follows no way to the login page


READING = "drafts_paperreading"  # a paper of their own alliance was opened


class Row(NamedTuple):
    name: str
    of: tuple[str, ...]  # the things of the portal whose keys stand in the address; "=word" is the word itself
    get: set[str] | None  # who gets the page; None: there is no such method
    post: set[str] | None  # whose POST is heard: done, or answered with what is wrong in the form
    refusal: dict[str, str] = FORBIDDEN
    strangers: dict[str, str] = TO_LOGIN
    writes: str = ""  # what a GET writes all the same


def rows() -> list[Row]:
    return [
        *HOME,
        *CAMPAIGNS,
        *PLANS,
        *PAPERS,
        *STEPS,
        *DOCUMENTS,
        *MESSAGES,
        *JOBS,
        *LAW,
        *AUDIT,
        *UNITS,
        *PEOPLE,
        *REPORTS,
        *REPORT_STEPS,
        *SUMMARIES,
        *REGISTRATIONS,
        *SCORING,
        *PLEDGES,
        *HISTORY,
        *NOMINATIONS,
        *ACCOUNTS,
    ]


# Each of them returns a plan in some state: one who comes too late is led back, and told who was quicker.
RETURNERS = CHIEF | LEADER | CLERK

HOME = [
    Row("home:home", (), EVERYBODY, None),
    Row("home:search", (), EVERYBODY, None),
    Row("home:help", (), EVERYBODY, None),
    Row("home:help-page", ("=bat-dau",), EVERYBODY, None),
    Row("home:gallery", (), ADMIN, None, HIDDEN, NOT_THERE),
]

CAMPAIGNS = [
    Row("campaigns:list", (), EVERYBODY, None),
    Row("campaigns:detail", ("campaign",), EVERYBODY, None),
    Row("campaigns:detail", ("draft_campaign",), OFFICE, None, HIDDEN, NOT_THERE),
    Row("campaigns:detail", ("other_campaign",), OFFICE, None, HIDDEN, NOT_THERE),
    Row("procedure:step", ("=phong-trao", "campaign", "=tam-dung"), LEADER | CHIEF, LEADER | CHIEF),
    Row(
        "procedure:step", ("=phong-trao", "draft_campaign", "=ket-thuc"), LEADER | CHIEF, LEADER | CHIEF, HIDDEN_OUTSIDE
    ),
    Row("procedure:step", ("=phong-trao", "campaign", "=bay"), NOBODY, NOBODY, HIDDEN),
    Row("drafts:import", ("=ke-hoach",), DRAFTERS, DRAFTERS),
    Row("drafts:import-preview", ("=ke-hoach", "import_of_officer"), OFFICER, OFFICER, FORBIDDEN | {"clerk": "404"}),
    Row("drafts:receive", ("=ke-hoach", "import_of_officer"), OFFICER, OFFICER, FORBIDDEN | {"clerk": "404"}),
    Row("received:list", (), OFFICE, None),
    Row("received:create", (), DRAFTERS, DRAFTERS),
    Row("received:detail", ("received",), OFFICE, DRAFTERS, HIDDEN_OUTSIDE),
    Row("received:files", ("received",), None, DRAFTERS, HIDDEN_OUTSIDE),
    Row("files:download", ("file",), OFFICE, None, HIDDEN),
    Row("files:thumbnail", ("file",), OFFICE, None, HIDDEN),
]

# Reading and editing. A draft is the office's alone; an issued plan is read by those it addresses, or by all.
PLANS = [
    Row("drafts:list", (), EVERYBODY, None),
    Row("drafts:by-key", ("draft_plan",), OFFICE, None, HIDDEN, NOT_THERE),
    Row("drafts:by-key", ("issued_plan",), EVERYBODY, None),
    Row("drafts:detail", ("=ke-hoach", "draft_plan"), OFFICE, None, HIDDEN, NOT_THERE),
    Row("drafts:detail", ("=ke-hoach", "approved_plan"), OFFICE, None, HIDDEN, NOT_THERE),
    Row("drafts:detail", ("=ke-hoach", "issued_plan"), EVERYBODY, None, writes=READING),
    Row("drafts:detail", ("=ke-hoach", "revoked_plan"), EVERYBODY, None, writes=READING),
    Row("drafts:detail", ("=ke-hoach", "own_plan"), OFFICE | UNIT, None, HIDDEN, NOT_THERE, writes=READING),
    Row("drafts:detail", ("=ke-hoach", "other_plan"), OFFICE, None, HIDDEN, NOT_THERE, writes=READING),
    Row("drafts:detail", ("=ke-hoach", "transcription"), OFFICE, None, HIDDEN, NOT_THERE),
    Row("drafts:detail", ("=ke-hoach", "registered"), EVERYBODY, None, writes=READING),
    Row("drafts:receipts", ("=ke-hoach", "issued_plan"), OFFICE, None),
    Row("drafts:receipts", ("=ke-hoach", "own_plan"), OFFICE, None, HIDDEN | dict.fromkeys(UNIT, "403")),
    Row("drafts:receipts", ("=ke-hoach", "other_plan"), OFFICE, None, HIDDEN),
    Row("drafts:remind", ("=ke-hoach", "issued_plan"), DRAFTERS | CHIEF, DRAFTERS | CHIEF),
    Row("drafts:remind", ("=ke-hoach", "other_plan"), DRAFTERS | CHIEF, DRAFTERS | CHIEF, HIDDEN_OUTSIDE),
    Row("drafts:confirm-receipt", ("=ke-hoach", "own_plan"), OFFICE | UNIT, UNIT, HIDDEN_OUTSIDE),
    Row("drafts:confirm-receipt", ("=ke-hoach", "other_plan"), OFFICE, NOBODY, HIDDEN_OUTSIDE),
    Row("drafts:pdf", ("=ke-hoach", "draft_plan"), OFFICE, OFFICE, HIDDEN),
    Row("drafts:edit", ("=ke-hoach", "draft_plan"), OFFICE, None, HIDDEN),
    Row("drafts:part", ("=ke-hoach", "draft_plan", "=general"), OFFICER, OFFICER, HIDDEN_OUTSIDE),
    Row("drafts:part", ("=ke-hoach", "returned_plan", "=sections"), OFFICER, OFFICER, HIDDEN_OUTSIDE),
    Row("drafts:part", ("=ke-hoach", "transcription", "=general"), DRAFTERS, DRAFTERS, HIDDEN_OUTSIDE),
    Row("drafts:part", ("=ke-hoach", "dept_review_plan", "=general"), DRAFTERS, DRAFTERS, HIDDEN_OUTSIDE),
    Row("drafts:part", ("=ke-hoach", "issued_plan", "=general"), DRAFTERS, DRAFTERS),
]

PAPERS = [
    Row("drafts:create", ("=ke-hoach",), DRAFTERS, DRAFTERS),
    Row("drafts:create", ("=thong-bao-phong-trao",), DRAFTERS, DRAFTERS),
    Row("drafts:import", ("=thong-bao-phong-trao",), DRAFTERS, DRAFTERS),
    Row("drafts:detail", ("=thong-bao-phong-trao", "notice"), OFFICE, None, HIDDEN, NOT_THERE),
    Row("drafts:detail", ("=ke-hoach", "notice"), NOBODY, None, HIDDEN, NOT_THERE),  # of another kind
    Row("drafts:part", ("=thong-bao-phong-trao", "notice", "=tables"), OFFICER, OFFICER, HIDDEN_OUTSIDE),
    Row("drafts:create", ("=huong-dan",), DRAFTERS, DRAFTERS),
    Row("drafts:detail", ("=huong-dan", "notice"), NOBODY, None, HIDDEN, NOT_THERE),
    Row("procedure:step", ("=huong-dan", "notice", "=duyet"), NOBODY, NOBODY, HIDDEN),
    Row("procedure:step", ("=thong-bao-phong-trao", "notice", "=trinh"), OFFICER, OFFICER, HIDDEN_OUTSIDE),
]

# A GET of a step that asks for nothing, as after logging in again, goes back to the plan, for those whose step it is.
STEPS = [
    Row("procedure:step", ("=ke-hoach", "draft_plan", "=trinh"), OFFICER, OFFICER, HIDDEN_OUTSIDE),
    Row("procedure:step", ("=ke-hoach", "dept_review_plan", "=trinh-lanh-dao"), CHIEF, CHIEF, HIDDEN_OUTSIDE),
    Row("procedure:step", ("=ke-hoach", "leader_review_plan", "=duyet"), LEADER, LEADER, HIDDEN_OUTSIDE),
    Row("procedure:step", ("=ke-hoach", "dept_review_plan", "=tra-lai"), RETURNERS, RETURNERS, HIDDEN_OUTSIDE),
    Row("procedure:step", ("=ke-hoach", "leader_review_plan", "=tra-lai"), RETURNERS, RETURNERS, HIDDEN_OUTSIDE),
    Row("procedure:step", ("=ke-hoach", "approved_plan", "=tra-lai"), RETURNERS, RETURNERS, HIDDEN_OUTSIDE),
    Row("procedure:step", ("=ke-hoach", "dept_review_plan", "=rut-ve"), OFFICER, OFFICER, HIDDEN_OUTSIDE),
    Row("procedure:step", ("=ke-hoach", "draft_plan", "=bo"), OFFICER, OFFICER, HIDDEN_OUTSIDE),
    Row("procedure:step", ("=ke-hoach", "transcription", "=bo"), DRAFTERS, DRAFTERS, HIDDEN_OUTSIDE),
    Row("procedure:step", ("=ke-hoach", "approved_plan", "=bo"), OFFICER, OFFICER, HIDDEN_OUTSIDE),
    Row("procedure:step", ("=ke-hoach", "approved_plan", "=ban-hanh"), CLERK, CLERK, HIDDEN_OUTSIDE),
    Row("procedure:step", ("=ke-hoach", "transcription", "=ban-hanh"), NOBODY, NOBODY, HIDDEN),
    Row("procedure:step", ("=ke-hoach", "transcription", "=ghi-so"), CLERK, CLERK, HIDDEN_OUTSIDE),
    Row("procedure:step", ("=ke-hoach", "draft_plan", "=ghi-so"), NOBODY, NOBODY, HIDDEN),
    Row("procedure:step", ("=ke-hoach", "issued_plan", "=thu-hoi"), LEADER, LEADER),
    Row("procedure:step", ("=ke-hoach", "registered", "=nhap-lai"), DRAFTERS, DRAFTERS),
    Row("procedure:step", ("=ke-hoach", "issued_plan", "=nhap-lai"), NOBODY, NOBODY, HIDDEN),
    Row("procedure:step", ("=ke-hoach", "issued_plan", "=sua-doi"), OFFICER, OFFICER),
    Row("procedure:step", ("=ke-hoach", "issued_plan", "=thay-the"), OFFICER, OFFICER),
]

DOCUMENTS = [
    Row("documents:register", (), OFFICE, None),
    Row("documents:register-pdf", ("register",), None, OFFICE),
    Row("documents:entry", ("entry",), OFFICE, CLERK),
    Row("documents:void", ("revoked_entry",), CLERK, CLERK),
    Row("documents:detail", ("document",), EVERYBODY, None),
    Row("documents:detail", ("private_document",), OFFICE, None, HIDDEN, NOT_THERE),
    Row("documents:detail", ("own_document",), OFFICE | UNIT, None, HIDDEN, NOT_THERE),
    Row("documents:file", ("document",), EVERYBODY, None),
    Row("documents:file", ("private_document",), OFFICE, None, HIDDEN, NOT_THERE),
    Row("documents:file", ("own_document",), OFFICE | UNIT, None, HIDDEN, NOT_THERE),
    Row("documents:word", ("document",), EVERYBODY, None),
    Row("documents:word", ("private_document",), OFFICE, None, HIDDEN, NOT_THERE),
    Row("documents:word", ("own_document",), OFFICE | UNIT, None, HIDDEN, NOT_THERE),
    Row("documents:copy", ("copy",), OFFICE, None, NO_COPY),
    Row("documents:copy-file", ("copy",), OFFICE, None, NO_COPY),
    Row("documents:copy-word", ("draft_copy",), OFFICE, None, NO_COPY),
    Row("documents:check-home", (), EVERYBODY, EVERYBODY),
    Row("documents:check", ("code",), EVERYBODY, EVERYBODY),
    Row("documents:check", ("=0000-0000-0000-0000",), NOBODY, NOBODY, HIDDEN, NOT_THERE),
    Row("documents:issuers", (), ADMIN, None),
    Row("documents:issuer", ("issuer",), ADMIN, ADMIN),
    Row("documents:issuer-new", (), ADMIN, ADMIN),
]

JOBS = [
    Row("healthz", (), EVERYBODY, None),
    Row("readyz", (), EVERYBODY, None),
    Row("jobs:list", (), SIGNED_IN, None),
    Row("jobs:detail", ("job",), SEE_JOBS, None, HIDDEN),
    Row("jobs:detail", ("own_job",), SEE_JOBS | {"unit_editor"}, None, HIDDEN),
    Row("jobs:state", ("job",), SEE_JOBS | STRANGERS, None, HIDDEN),
    Row("jobs:retry", ("job",), None, RETRY, HIDDEN | {"auditor": "403"}),
    Row("jobs:retry", ("own_job",), None, RETRY | {"unit_editor"}, HIDDEN | {"auditor": "403"}),
    Row("jobs:health", (), SEE_JOBS, None),
]

KEEP_MAIL = {"officer", "clerk", "chief_of_office", "auditor", "admin"}

MESSAGES = [
    Row("notifications:inbox", (), SIGNED_IN, None),
    Row("notifications:detail", ("message",), {"chief_of_office"}, None, HIDDEN, writes="notifications_message"),
    Row("notifications:all-read", (), None, SIGNED_IN),
    Row("notifications:choice", (), SIGNED_IN, SIGNED_IN),
    Row("notifications:leave", ("leave_token",), EVERYBODY, EVERYBODY),
    Row("notifications:leave", ("=x",), NOBODY, NOBODY, HIDDEN, NOT_THERE),
    Row("notifications:outbox", (), KEEP_MAIL, None),
    Row("notifications:mail", ("mailed",), KEEP_MAIL, None),
    Row("notifications:send-again", ("mailed",), None, KEEP_MAIL - {"auditor"}),
]

LAW = [
    Row("law:in-force", (), SIGNED_IN, None),
    Row("law:award", ("=GK",), SIGNED_IN, None),
    Row("law:calendar", (), SIGNED_IN, None),
]

AUDIT = [
    Row("audit:list", (), READ_LOG, None, writes="audit_event"),
    Row("audit:export", (), None, READ_LOG),
]

UNITS = [
    Row("units:list", (), ROLES, None),
    Row("units:tree", (), OFFICE, None),
    Row("units:create", (), ADMIN, ADMIN),
    Row("units:import", ("=don-vi",), ADMIN, ADMIN),
    Row("units:import", ("=bay",), NOBODY, NOBODY, FORBIDDEN | dict.fromkeys(ADMIN | OFFICER, "404")),
    Row("units:import", ("=nguoi",), ADMIN, ADMIN),
    Row("units:import", ("=khen-thuong",), OFFICER, OFFICER),
    Row("units:import-template", ("=don-vi",), ADMIN, None),
    Row("units:import-current", ("=nguoi",), ADMIN, None),
    Row("units:import-current", ("=don-vi",), ADMIN, None),
    Row("units:import-template", ("=khen-thuong",), OFFICER, None),
    Row("units:import-current", ("=khen-thuong",), NOBODY, None, FORBIDDEN | dict.fromkeys(OFFICER, "404")),
    Row("units:import-preview", ("table_of_admin",), ADMIN, ADMIN, FORBIDDEN | dict.fromkeys(OFFICER, "404")),
    Row("units:detail", ("own_unit",), OFFICE | UNIT | LEAD, None, HIDDEN),
    Row("units:detail", ("other_unit",), OFFICE, None, HIDDEN),
    Row("units:detail", ("department",), OFFICE | DEPARTMENT, None, HIDDEN),
    Row("units:detail", ("council",), OFFICE | COUNCIL, None, HIDDEN),
    Row("units:edit", ("own_unit",), ADMIN, ADMIN, HIDDEN_ELSEWHERE),
    Row("units:edit", ("other_unit",), ADMIN, ADMIN, HIDDEN_OUTSIDE),
    Row("units:close", ("own_unit",), ADMIN, ADMIN, HIDDEN_ELSEWHERE),
    Row("units:close", ("other_unit",), ADMIN, ADMIN, HIDDEN_OUTSIDE),
    Row("units:rename", ("own_unit",), ADMIN, ADMIN, HIDDEN_ELSEWHERE),
    Row("units:rename", ("other_unit",), ADMIN, ADMIN, HIDDEN_OUTSIDE),
    Row("units:rename-undo", ("own_unit",), ADMIN, ADMIN, HIDDEN_ELSEWHERE),
    Row("units:rename-undo", ("other_unit",), ADMIN, ADMIN, HIDDEN_OUTSIDE),
    Row("units:reorganise", ("own_unit",), ADMIN, ADMIN, HIDDEN_ELSEWHERE),
    Row("units:reorganise", ("other_unit",), ADMIN, ADMIN, HIDDEN_OUTSIDE),
    Row("units:succession-cancel", ("succession",), ADMIN, ADMIN, HIDDEN_OUTSIDE),
    Row("units:reopen", ("closed_unit",), ADMIN, ADMIN, HIDDEN_OUTSIDE),
    Row("units:person-add", ("own_unit",), ADMIN, ADMIN, HIDDEN_ELSEWHERE),
    Row("units:person-add", ("other_unit",), ADMIN, ADMIN, HIDDEN_OUTSIDE),
    Row("units:signing", ("alliance",), OFFICE, None),
    Row("units:signing-add", ("alliance",), ADMIN, ADMIN, HIDDEN_OUTSIDE),
    Row("units:signing-end", ("signing",), ADMIN, ADMIN),
    Row("units:blocks", (), OFFICE, None),
    Row("units:block", ("block",), OFFICE | LEAD, None),
    Row("units:block-former", ("block",), OFFICE | LEAD, None),
    Row("units:block-create", (), ADMIN, ADMIN),
    Row("units:block-edit", ("block",), ADMIN, ADMIN),
    Row("units:block-join", ("block",), ADMIN, ADMIN),
    Row("units:block-lead", ("block",), ADMIN, ADMIN),
    Row("units:block-leave", ("membership",), ADMIN, ADMIN),
]

PEOPLE = [
    Row("units:people", (), ROLES, None),
    Row("units:person", ("own_person",), OFFICE | UNIT | LEAD, None, HIDDEN),
    Row("units:person", ("other_person",), OFFICE, None, HIDDEN),
    Row("units:person-edit", ("own_person",), ADMIN, ADMIN, HIDDEN_ELSEWHERE),
    Row("units:person-edit", ("other_person",), ADMIN, ADMIN, HIDDEN_OUTSIDE),
    Row("units:position-add", ("own_person",), ADMIN, ADMIN, HIDDEN_ELSEWHERE),
    Row("units:position-end", ("own_position",), ADMIN, ADMIN),
    Row("units:appoint", ("own_person",), ADMIN, ADMIN, HIDDEN_ELSEWHERE),
    Row("units:appoint", ("other_person",), ADMIN, ADMIN, HIDDEN_OUTSIDE),
    Row("units:appointment-end", ("appointment",), ADMIN, ADMIN),
    Row("units:appointment-cancel", ("appointment",), ADMIN, ADMIN),
    Row("units:hand-over", ("appointment",), ADMIN, ADMIN),
    Row("units:account-open", ("other_person",), ADMIN, ADMIN, HIDDEN_OUTSIDE),
    Row("units:account-email", ("own_person",), ADMIN, ADMIN, HIDDEN_ELSEWHERE),
    Row("units:account-invite", ("own_person",), ADMIN, ADMIN, HIDDEN_ELSEWHERE),
    Row("units:account-slip", ("own_person",), ADMIN, ADMIN, HIDDEN_ELSEWHERE),
    Row("units:account-close", ("own_person",), ADMIN, ADMIN, HIDDEN_ELSEWHERE),
    Row("units:account-reopen", ("own_person",), ADMIN, ADMIN, HIDDEN_ELSEWHERE),
    Row("units:account-second-factor", ("own_person",), ADMIN, ADMIN, HIDDEN_ELSEWHERE),
    Row("units:slips", (), ADMIN, None),
    Row("units:slips-print", (), ADMIN, ADMIN),
]

# Reports of units. The office knows of all of its alliance, and reads what was submitted; what a unit is writing is the
# unit's alone. A sister unit's report does not exist for the unit, and for those who work for neither none does.
READ_REPORTS = OFFICER | CHIEF | LEADER | {"auditor"}
HEAD = {"unit_head"}
UNSEEN_REPORT = HIDDEN | dict.fromkeys(READ_REPORTS, "403")
OWN_REPORT = UNSEEN_REPORT | dict.fromkeys(UNIT, "403")
OF_DEPARTMENT = UNSEEN_REPORT | dict.fromkeys(DEPARTMENT, "403")
EXCUSE = OFFICER | CHIEF

REPORTS = [
    Row("reports:list", (), READ_REPORTS | UNIT | DEPARTMENT, None),
    Row("reports:board", (), READ_REPORTS, None),
    Row("reports:report", ("not_started_report",), READ_REPORTS | UNIT, None, HIDDEN),
    Row("reports:report", ("draft_report",), READ_REPORTS | UNIT, None, HIDDEN),
    Row("reports:report", ("returned_report",), READ_REPORTS | UNIT, None, HIDDEN),
    Row("reports:report", ("locked_report",), READ_REPORTS | UNIT, None, HIDDEN),
    Row("reports:report", ("exempt_report",), READ_REPORTS | UNIT, None, HIDDEN),
    Row("reports:report", ("other_report",), READ_REPORTS, None, HIDDEN),
    Row("reports:report", ("other_submitted_report",), READ_REPORTS, None, HIDDEN),
    Row("reports:report", ("department_draft_report",), READ_REPORTS | DEPARTMENT, None, HIDDEN),
    Row("reports:figures", ("not_started_report", "=campaign"), UNIT, UNIT, UNSEEN_REPORT),
    Row("reports:figures", ("draft_report", "=campaign"), UNIT, UNIT, UNSEEN_REPORT),
    Row("reports:figures", ("draft_report", "=bay"), NOBODY, NOBODY, UNSEEN_REPORT),
    Row("reports:figures", ("submitted_report", "=campaign"), UNIT, UNIT, UNSEEN_REPORT),  # led back to what stands
    Row("reports:figures", ("other_report", "=campaign"), NOBODY, NOBODY, UNSEEN_REPORT),
    Row("reports:figures", ("department_draft_report", "=campaign"), DEPARTMENT, DEPARTMENT, UNSEEN_REPORT),
    Row("reports:words", ("draft_report",), UNIT, UNIT, UNSEEN_REPORT),
    Row("reports:words", ("other_report",), NOBODY, NOBODY, UNSEEN_REPORT),
    Row("reports:lines", ("draft_report", "=UNG_HO"), UNIT, UNIT, UNSEEN_REPORT),
    Row("reports:lines", ("draft_report", "=SO_LIEU"), NOBODY, NOBODY, UNSEEN_REPORT),  # no list
    Row("reports:lines", ("other_report", "=UNG_HO"), NOBODY, NOBODY, UNSEEN_REPORT),
    Row("reports:evidence", ("draft_report", "=SO_LIEU"), UNIT, UNIT, UNSEEN_REPORT),
    Row("reports:evidence", ("returned_report", "=results"), UNIT, UNIT, UNSEEN_REPORT),
    Row("reports:evidence", ("other_report", "=SO_LIEU"), NOBODY, NOBODY, UNSEEN_REPORT),
    Row("reports:field", ("draft_report",), None, UNIT, UNSEEN_REPORT, NO_ANSWER),
    Row("reports:field", ("department_draft_report",), None, DEPARTMENT, UNSEEN_REPORT, NO_ANSWER),
    Row("reports:field", ("other_report",), None, NOBODY, UNSEEN_REPORT, NO_ANSWER),
    Row("reports:excel", ("draft_report",), UNIT, None, UNSEEN_REPORT),
    Row("reports:excel", ("submitted_report",), UNIT, None, UNSEEN_REPORT),
    Row("reports:excel", ("other_report",), NOBODY, None, UNSEEN_REPORT),
    Row("reports:upload", ("draft_report",), UNIT, UNIT, UNSEEN_REPORT),
    Row("reports:upload", ("department_draft_report",), DEPARTMENT, DEPARTMENT, UNSEEN_REPORT),
    Row("reports:upload", ("other_report",), NOBODY, NOBODY, UNSEEN_REPORT),
    Row(  # of whoever sent the file alone
        "reports:upload-preview",
        ("draft_report", "sheet"),
        {"unit_editor"},
        {"unit_editor"},
        UNSEEN_REPORT,
    ),
    Row("reports:upload-preview", ("not_started_report", "sheet"), NOBODY, NOBODY, UNSEEN_REPORT),
    Row("reports:review", ("draft_report",), UNIT, UNIT, UNSEEN_REPORT),
    Row("reports:review", ("other_report",), NOBODY, NOBODY, UNSEEN_REPORT),
    Row("reports:version", ("draft_report", "=1"), NOBODY, None, UNSEEN_REPORT),
    Row("reports:version", ("submitted_report", "=1"), READ_REPORTS | UNIT, None, HIDDEN),
    Row("reports:version", ("returned_report", "=1"), READ_REPORTS | UNIT, None, HIDDEN),
    Row("reports:version", ("submitted_report", "=2"), NOBODY, None, HIDDEN),
    Row("reports:version", ("other_submitted_report", "=1"), READ_REPORTS, None, HIDDEN),
    Row("reports:version", ("department_submitted_report", "=1"), READ_REPORTS | DEPARTMENT, None, HIDDEN),
    Row("files:download", ("draft_evidence",), UNIT, None, HIDDEN),
    Row("files:download", ("word_evidence",), UNIT, None, HIDDEN),
    Row("files:download", ("submitted_evidence",), READ_REPORTS | UNIT, None, HIDDEN),
    Row("reports:extend", ("not_started_report",), EXCUSE, EXCUSE, OWN_REPORT),
    Row("reports:extend", ("department_draft_report",), EXCUSE, EXCUSE, OF_DEPARTMENT),
    Row("reports:extend", ("other_report",), EXCUSE, EXCUSE, UNSEEN_REPORT),
    Row("reports:sign-alone", ("own_unit",), EXCUSE, EXCUSE, HIDDEN_ELSEWHERE),
    Row("reports:sign-alone", ("other_unit",), EXCUSE, EXCUSE, HIDDEN_OUTSIDE),
    Row("reports:period", ("period",), READ_REPORTS, None),
    Row("reports:receive-all", ("period",), None, OFFICER),
    Row("reports:urge", ("period",), None, OFFICER),
    Row("reports:edit-period", ("period",), OFFICER, OFFICER),
    Row("reports:of-campaign", ("campaign",), READ_REPORTS, None),
    Row("reports:of-campaign", ("draft_campaign",), READ_REPORTS, None),
    Row("reports:create-demand", ("campaign",), OFFICER, OFFICER),
    Row("reports:create-demand", ("draft_campaign",), OFFICER, OFFICER),
    Row("reports:demand", ("demand",), READ_REPORTS, None),
    Row("reports:demand", ("hidden_demand",), READ_REPORTS, None),
    Row("reports:edit-demand", ("demand",), OFFICER, OFFICER),
    Row("reports:choose", ("demand",), OFFICER, OFFICER),
    Row("reports:regular-periods", ("demand",), OFFICER, OFFICER),
    Row("reports:add-period", ("demand",), OFFICER, OFFICER),
    Row("reports:add-target", ("demand",), OFFICER, OFFICER),
    Row("reports:totals", ("demand",), READ_REPORTS, None),
    Row("reports:total", ("demand", "=SO_LIEU"), READ_REPORTS, None),
    Row("reports:parts", ("demand", "=SO_LIEU"), READ_REPORTS, None),
    Row("reports:doubles", ("demand",), READ_REPORTS, OFFICER),
    Row("reports:cease", ("demand",), OFFICER, OFFICER),
    Row("reports:ask", ("demand",), None, OFFICER),
    Row("reports:ask", ("hidden_demand",), None, OFFICER),
    Row("reports:indicators", (), READ_REPORTS, None),
    Row("reports:create-indicator", (), OFFICER, OFFICER),
    Row("reports:indicator", ("indicator",), OFFICER, OFFICER),
]

# A khối that scores is its units', its lead's and the office's; a card is its unit's until it is sent.
SEE_SCORING = READ_REPORTS | UNIT | DEPARTMENT | LEAD
UNSEEN_SCORING = FORBIDDEN | dict.fromkeys(UNIT | LEAD | DEPARTMENT, "404")
UNSEEN_CARD = HIDDEN | dict.fromkeys(READ_REPORTS | UNIT | LEAD, "403")
SCORING = [
    Row("scoring:list", (), SEE_SCORING, None),
    Row("scoring:open", (), OFFICER, OFFICER),
    Row("scoring:sheets", (), READ_REPORTS, None),
    Row("scoring:leaders", (), READ_REPORTS, None),
    Row("scoring:create-sheet", (), OFFICER, OFFICER),
    Row("scoring:sheet", ("score_sheet",), READ_REPORTS, None, UNSEEN_SCORING),
    Row("scoring:sheet", ("used_sheet",), READ_REPORTS | UNIT | LEAD, None, UNSEEN_SCORING),
    Row("scoring:edit-sheet", ("score_sheet",), OFFICER, OFFICER),
    Row("scoring:copy-sheet", ("score_sheet",), OFFICER, OFFICER),
    Row("scoring:add-group", ("score_sheet",), OFFICER, OFFICER),
    Row("scoring:group", ("score_sheet", "score_group"), OFFICER, OFFICER),
    Row("scoring:drop-group", ("score_sheet", "score_group"), None, OFFICER),
    Row("scoring:scoring", ("scoring",), READ_REPORTS | UNIT | LEAD, None, UNSEEN_SCORING),
    Row("scoring:scoring", ("other_scoring",), READ_REPORTS, None, UNSEEN_SCORING),
    Row("scoring:edit", ("scoring",), OFFICER, OFFICER),
    Row("scoring:crossers", ("scoring",), OFFICER, OFFICER),
    Row("scoring:add-unit", ("scoring",), None, OFFICER),
    Row("scoring:conference", ("scoring",), OFFICER | LEAD, OFFICER | LEAD, FORBIDDEN | {"dept_head": "404"}),
    Row("scoring:conference", ("other_scoring",), OFFICER, OFFICER, UNSEEN_SCORING),
    Row("scoring:card", ("own_card",), READ_REPORTS | UNIT | LEAD, None, HIDDEN),
    Row("scoring:card", ("mate_card",), READ_REPORTS | UNIT | LEAD, None, HIDDEN),
    Row("scoring:card", ("other_card",), READ_REPORTS, None, HIDDEN),
    Row("scoring:write", ("own_card", "=self"), UNIT, UNIT, UNSEEN_CARD),
    Row("scoring:write", ("mate_card", "=self"), NOBODY, NOBODY, UNSEEN_CARD),
    Row("scoring:write", ("mate_card", "=cross"), UNIT, UNIT, UNSEEN_CARD),
    Row("scoring:write", ("mate_card", "=appraised"), OFFICER, OFFICER, UNSEEN_CARD),
    Row("scoring:write", ("other_card", "=cross"), NOBODY, NOBODY, HIDDEN | dict.fromkeys(READ_REPORTS, "403")),
    Row("scoring:field", ("own_card", "=self"), None, UNIT, UNSEEN_CARD, NO_ANSWER),
    Row("scoring:fill", ("own_card", "=self"), None, UNIT, UNSEEN_CARD),
    Row("scoring:tie", ("mate_card",), None, OFFICER | LEAD, UNSEEN_CARD),
    Row("procedure:step", ("=phieu-diem", "own_card", "=khong-cham"), OFFICER, OFFICER, UNSEEN_CARD),
    Row("procedure:step", ("=phieu-diem", "mate_card", "=gui"), NOBODY, NOBODY, UNSEEN_CARD),
    Row(
        "procedure:step",
        ("=cham-cheo", "own_cross", "=gui"),
        {"unit_head"},
        {"unit_head"},
        HIDDEN | dict.fromkeys(READ_REPORTS | {"unit_editor"}, "403"),
    ),
    Row("procedure:step", ("=cham-diem-khoi", "scoring", "=chot-diem"), OFFICER, OFFICER, UNSEEN_CARD),
    Row(
        "procedure:step",
        ("=bang-diem", "score_sheet", "=ap-dung"),
        OFFICER,
        OFFICER,
        HIDDEN | dict.fromkeys(READ_REPORTS, "403"),
    ),
]

# What stands behind the alliance's own report is for those who work with what units report.
SUMMARIES = [
    Row("statistics:campaigns", (), READ_REPORTS, None),
    Row("drafts:create", ("=bao-cao-tong-hop",), DRAFTERS, DRAFTERS),
    Row("drafts:detail", ("=bao-cao-tong-hop", "summary"), OFFICE, None, HIDDEN, NOT_THERE),
    Row("drafts:part", ("=bao-cao-tong-hop", "summary", "=pieces"), OFFICER, OFFICER, HIDDEN_OUTSIDE),
    Row("summaries:figures", ("summary",), READ_REPORTS, None, HIDDEN_OUTSIDE),
    Row("summaries:take", ("summary",), None, OFFICER, HIDDEN_OUTSIDE),
]

# A unit's registration is hidden from others as its report is.
REGISTERING = READ_REPORTS | UNIT | DEPARTMENT
REGISTRATIONS = [
    Row("registration:list", (), REGISTERING, None),
    Row("registration:create-call", (), OFFICER, OFFICER),
    Row("registration:call", ("registration_call",), REGISTERING, None),
    Row("registration:edit-call", ("registration_call",), OFFICER, OFFICER),
    Row("registration:units", ("registration_call",), READ_REPORTS, None),
    Row("registration:titles", ("registration_call",), READ_REPORTS, None),
    Row("registration:begin", ("registration_call",), None, NOBODY, FORBIDDEN | dict.fromkeys(REGISTERING, "404")),
    Row("registration:registration", ("own_registration",), READ_REPORTS | UNIT, None, HIDDEN),
    Row("registration:registration", ("other_registration",), READ_REPORTS, None, HIDDEN),
    Row("registration:write", ("own_registration",), UNIT, UNIT, UNSEEN_REPORT),
    Row("registration:write", ("other_registration",), NOBODY, NOBODY, UNSEEN_REPORT),
    Row("procedure:step", ("=dang-ky-cua-don-vi", "own_registration", "=trinh-thu-truong"), UNIT, UNIT, UNSEEN_REPORT),
    Row("procedure:step", ("=dang-ky-cua-don-vi", "other_registration", "=sua"), NOBODY, NOBODY, UNSEEN_REPORT),
    Row("procedure:step", ("=dang-ky-cua-don-vi", "other_registration", "=tra-lai"), OFFICER, OFFICER, UNSEEN_REPORT),
]

# Awards of the past: the office its alliance's, a unit its own and those of who serves there.
UNSEEN_AWARD = FORBIDDEN | dict.fromkeys(UNIT | DEPARTMENT, "404")
OF_OWN_AWARD = HIDDEN | dict.fromkeys(READ_REPORTS | UNIT, "403")
HEAD = {"unit_head"}
READ_CONDUCT = READ_REPORTS | HEAD | DEPARTMENT
OF_OWN_CONDUCT = HIDDEN | dict.fromkeys(READ_REPORTS | HEAD, "403")
HISTORY = [
    Row("history:list", (), REGISTERING, None),
    Row("history:create", (), OFFICER, OFFICER),
    Row("history:award", ("own_award",), READ_REPORTS | UNIT, None, FORBIDDEN | dict.fromkeys(DEPARTMENT, "404")),
    Row("history:award", ("other_award",), READ_REPORTS, None, UNSEEN_AWARD),
    Row("history:award", ("cancelled_award",), READ_REPORTS | UNIT, None, FORBIDDEN | dict.fromkeys(DEPARTMENT, "404")),
    Row("history:edit", ("own_award",), OFFICER, OFFICER),
    Row("history:edit", ("other_award",), OFFICER, OFFICER),
    Row("history:link-person", ("own_award",), None, OFFICER),
    Row("history:conduct", (), READ_CONDUCT, None),
    Row("history:create-conduct", (), OFFICER, OFFICER),
    Row(
        "history:conduct-fact",
        ("own_conduct",),
        READ_REPORTS | HEAD,
        None,
        FORBIDDEN | dict.fromkeys(DEPARTMENT, "404"),
    ),
    Row(
        "history:conduct-fact",
        ("other_conduct",),
        READ_REPORTS,
        None,
        FORBIDDEN | dict.fromkeys(HEAD | DEPARTMENT, "404"),
    ),
    Row("procedure:step", ("=ky-luat-vu-viec", "own_conduct", "=ket-thuc"), OFFICER, OFFICER, OF_OWN_CONDUCT),
    Row("procedure:step", ("=ky-luat-vu-viec", "other_conduct", "=bo-ghi-nham"), OFFICER, OFFICER, UNSEEN_REPORT),
    Row("history:person", ("own_person",), READ_REPORTS | UNIT, None, FORBIDDEN | dict.fromkeys(DEPARTMENT, "404")),
    Row("history:unit", ("own_unit",), READ_REPORTS | UNIT, None, FORBIDDEN | dict.fromkeys(DEPARTMENT, "404")),
    Row("history:unit", ("other_unit",), READ_REPORTS, None, UNSEEN_AWARD),
    Row("procedure:step", ("=lich-su-khen-thuong", "own_award", "=huy-bo"), OFFICER, OFFICER, OF_OWN_AWARD),
    Row("procedure:step", ("=lich-su-khen-thuong", "other_award", "=bo-ghi-nham"), OFFICER, OFFICER, UNSEEN_REPORT),
    Row("procedure:step", ("=lich-su-khen-thuong", "cancelled_award", "=khoi-phuc"), OFFICER, OFFICER, OF_OWN_AWARD),
]

# A dossier that is being written is its unit's; one that was received is read by the office.
WRITE_UNIT = UNIT | DEPARTMENT
NOMINATIONS = [
    Row("nominations:list", (), REGISTERING, None),
    Row("nominations:create", (), WRITE_UNIT, WRITE_UNIT),
    Row("nominations:synthesis", (), READ_REPORTS, None),
    Row("nominations:dossier", ("own_dossier",), UNIT, None, HIDDEN),
    Row("nominations:dossier", ("other_dossier",), READ_REPORTS, None, HIDDEN),
    Row("nominations:edit", ("own_dossier",), UNIT, UNIT, HIDDEN),
    Row("nominations:edit", ("other_dossier",), NOBODY, NOBODY, UNSEEN_REPORT),
    Row("nominations:meeting", ("own_dossier",), UNIT, UNIT, HIDDEN),
    Row("nominations:meeting", ("other_dossier",), NOBODY, NOBODY, UNSEEN_REPORT),
    Row("nominations:add", ("own_dossier",), UNIT, UNIT, HIDDEN),
    Row("nominations:add", ("other_dossier",), NOBODY, NOBODY, UNSEEN_REPORT),
    Row("nominations:nomination", ("own_nomination",), UNIT, None, HIDDEN),
    Row("nominations:nomination", ("other_nomination",), READ_REPORTS, None, HIDDEN),
    Row("nominations:write", ("own_nomination",), UNIT, UNIT, HIDDEN),
    Row("nominations:write", ("other_nomination",), NOBODY, NOBODY, UNSEEN_REPORT),
    Row("nominations:field", ("other_nomination",), None, NOBODY, UNSEEN_REPORT, NO_ANSWER),
    Row("nominations:initiatives", ("own_nomination",), UNIT, UNIT, HIDDEN),
    Row("nominations:initiatives", ("other_nomination",), NOBODY, NOBODY, UNSEEN_REPORT),
    Row("nominations:dossier-evidence", ("own_dossier",), UNIT, UNIT, HIDDEN),
    Row("nominations:dossier-evidence", ("other_dossier",), NOBODY, NOBODY, UNSEEN_REPORT),
    Row("nominations:evidence", ("own_nomination",), UNIT, UNIT, HIDDEN),
    Row("nominations:evidence", ("other_nomination",), NOBODY, NOBODY, UNSEEN_REPORT),
    Row("nominations:book", ("own_dossier",), None, UNIT, HIDDEN),
    Row("nominations:book", ("other_dossier",), None, READ_REPORTS, HIDDEN),
    Row("nominations:drop", ("own_nomination",), UNIT, UNIT, HIDDEN),
    Row("nominations:drop", ("other_nomination",), NOBODY, NOBODY, UNSEEN_REPORT),
    Row("procedure:step", ("=ho-so-khen-thuong", "own_dossier", "=trinh-thu-truong"), UNIT, UNIT, HIDDEN),
    Row("procedure:step", ("=ho-so-khen-thuong", "other_dossier", "=yeu-cau-bo-sung"), OFFICER, OFFICER, UNSEEN_REPORT),
    Row("procedure:step", ("=ho-so-khen-thuong", "other_dossier", "=rut"), NOBODY, NOBODY, UNSEEN_REPORT),
    Row("procedure:step", ("=de-nghi-khen-thuong", "other_nomination", "=tam-dung"), OFFICER, OFFICER, UNSEEN_REPORT),
    Row("procedure:step", ("=de-nghi-khen-thuong", "other_nomination", "=rut"), NOBODY, NOBODY, UNSEEN_REPORT),
]

# The giao ước of the block in which the unit of the three competes, and that of another.
PLEDGING = READ_REPORTS | UNIT | LEAD | DEPARTMENT
WRITE_PLEDGE, UNSEEN_PLEDGE = OFFICER | LEAD, FORBIDDEN | dict.fromkeys(UNIT | LEAD | DEPARTMENT, "404")
OWN_PLEDGE = FORBIDDEN | dict.fromkeys(DEPARTMENT, "404")
HEADS_HERE = FORBIDDEN | dict.fromkeys(DEPARTMENT, "404")
PLEDGES = [
    Row("pledges:list", (), PLEDGING, None),
    Row("pledges:create", (), WRITE_PLEDGE, WRITE_PLEDGE),
    Row("pledges:pledge", ("pledge",), READ_REPORTS | UNIT | LEAD, None, OWN_PLEDGE),
    Row("pledges:pledge", ("draft_pledge",), READ_REPORTS | LEAD, None, UNSEEN_PLEDGE),
    Row("pledges:pledge", ("other_pledge",), READ_REPORTS, None, UNSEEN_PLEDGE),
    Row("pledges:write", ("draft_pledge",), WRITE_PLEDGE, WRITE_PLEDGE, UNSEEN_PLEDGE),
    Row("pledges:write", ("other_pledge",), OFFICER, OFFICER, UNSEEN_PLEDGE),
    Row("pledges:due-day", ("pledge",), WRITE_PLEDGE, WRITE_PLEDGE, OWN_PLEDGE),
    Row("pledges:print", ("pledge",), None, READ_REPORTS | UNIT | LEAD, OWN_PLEDGE),
    Row("pledges:print", ("other_pledge",), None, READ_REPORTS, UNSEEN_PLEDGE),
    Row("pledges:parties", ("pledge",), READ_REPORTS | UNIT | LEAD, None, OWN_PLEDGE),
    Row("pledges:parties", ("other_pledge",), READ_REPORTS, None, UNSEEN_PLEDGE),
    Row("pledges:add-party", ("pledge",), None, NOBODY, OWN_PLEDGE | dict.fromkeys(WRITE_PLEDGE, "404")),
    Row("pledges:scan", ("pledge",), WRITE_PLEDGE, WRITE_PLEDGE, OWN_PLEDGE),
    Row("pledges:scan", ("other_pledge",), OFFICER, OFFICER, UNSEEN_PLEDGE),
    Row("pledges:sign", ("own_party",), HEAD, HEAD, HEADS_HERE),
    Row("pledges:sign", ("other_party",), NOBODY, NOBODY, UNSEEN_PLEDGE),
    Row("pledges:take-off", ("own_party",), WRITE_PLEDGE, WRITE_PLEDGE, HEADS_HERE),
    Row("pledges:take-off", ("other_party",), OFFICER, OFFICER, UNSEEN_PLEDGE),
    Row("pledges:withdraw", ("own_signature",), HEAD, HEAD, HEADS_HERE),
    Row("pledges:withdraw", ("other_signature",), OFFICER, OFFICER, UNSEEN_PLEDGE),
    Row("procedure:step", ("=giao-uoc", "draft_pledge", "=mo-ky"), WRITE_PLEDGE, WRITE_PLEDGE, UNSEEN_REPORT),
    Row("procedure:step", ("=giao-uoc", "pledge", "=rut-ve-sua"), WRITE_PLEDGE, WRITE_PLEDGE, OWN_REPORT),
    Row("procedure:step", ("=giao-uoc", "other_pledge", "=rut-ve-sua"), OFFICER, OFFICER, UNSEEN_REPORT),
]

REPORT_STEPS = [
    Row("procedure:step", ("=bao-cao", "draft_report", "=trinh-thu-truong"), UNIT, UNIT, UNSEEN_REPORT),
    Row("procedure:step", ("=bao-cao", "returned_report", "=trinh-thu-truong"), UNIT, UNIT, UNSEEN_REPORT),
    Row("procedure:step", ("=bao-cao", "other_report", "=trinh-thu-truong"), NOBODY, NOBODY, UNSEEN_REPORT),
    Row("procedure:step", ("=bao-cao", "awaiting_head_report", "=xac-nhan"), HEAD, HEAD, OWN_REPORT),
    Row(
        "procedure:step",
        ("=bao-cao", "department_awaiting_head_report", "=xac-nhan"),
        DEPARTMENT,
        DEPARTMENT,
        UNSEEN_REPORT,
    ),
    Row("procedure:step", ("=bao-cao", "awaiting_head_report", "=soan-tiep"), UNIT, UNIT, UNSEEN_REPORT),
    Row("procedure:step", ("=bao-cao", "submitted_report", "=rut"), HEAD, HEAD, OWN_REPORT),
    Row("procedure:step", ("=bao-cao", "other_submitted_report", "=rut"), NOBODY, NOBODY, UNSEEN_REPORT),
    Row("procedure:step", ("=bao-cao", "submitted_report", "=tiep-nhan"), OFFICER, OFFICER, OWN_REPORT),
    Row("procedure:step", ("=bao-cao", "other_submitted_report", "=tiep-nhan"), OFFICER, OFFICER, UNSEEN_REPORT),
    Row("procedure:step", ("=bao-cao", "received_report", "=kiem-tra"), OFFICER, OFFICER, OWN_REPORT),
    Row("procedure:step", ("=bao-cao", "received_report", "=tra-lai"), OFFICER, OFFICER, OWN_REPORT),
    Row("procedure:step", ("=bao-cao", "verified_report", "=chot"), OFFICER, OFFICER, OWN_REPORT),
    Row("procedure:step", ("=bao-cao", "locked_report", "=mo-chot"), CHIEF | LEADER, CHIEF | LEADER, OWN_REPORT),
    Row("procedure:step", ("=bao-cao", "verified_report", "=mo-chot"), CHIEF | LEADER, CHIEF | LEADER, OWN_REPORT),
    Row("procedure:step", ("=bao-cao", "not_started_report", "=mien"), EXCUSE, EXCUSE, OWN_REPORT),
    Row("procedure:step", ("=bao-cao", "other_report", "=mien"), EXCUSE, EXCUSE, UNSEEN_REPORT),
    Row("procedure:step", ("=bao-cao", "department_draft_report", "=mien"), EXCUSE, EXCUSE, OF_DEPARTMENT),
    Row("procedure:step", ("=bao-cao", "exempt_report", "=yeu-cau-lai"), EXCUSE, EXCUSE, OWN_REPORT),
    # Begun by the first thing that is typed, or taken by the clock: by nobody's press.
    Row("procedure:step", ("=bao-cao", "not_started_report", "=bat-dau"), NOBODY, NOBODY, HIDDEN),
    Row("procedure:step", ("=bao-cao", "not_started_report", "=thoi-yeu-cau"), NOBODY, NOBODY, HIDDEN),
    Row("procedure:step", ("=bao-cao", "exempt_report", "=yeu-cau-tiep"), NOBODY, NOBODY, HIDDEN),
]

# The library's own pages: what they do is its business, that nobody but the signed-in owner sees them is ours.
ACCOUNTS = [
    Row("account_login", (), EVERYBODY, EVERYBODY),
    Row("accounts_unsaved", (), None, SIGNED_IN, strangers=dict.fromkeys(STRANGERS, "401")),
    Row("accounts_persona", (), None, NOBODY, HIDDEN, NOT_THERE),
    Row("account_logout", (), SIGNED_IN, NOBODY, dict.fromkeys(SIGNED_IN, "login")),
    Row("account_inactive", (), EVERYBODY, None),
    Row("account_reauthenticate", (), NOBODY, NOBODY),  # these persons have neither password nor second factor
    Row("accounts_activate", (), EVERYBODY, EVERYBODY),
    Row("accounts_invitation", ("invitation",), EVERYBODY, EVERYBODY),
    Row("account_change_password", (), SIGNED_IN, SIGNED_IN),
    Row("account_set_password", (), SIGNED_IN, SIGNED_IN),
    Row("account_reset_password", (), EVERYBODY, EVERYBODY),
    Row("account_reset_password_done", (), EVERYBODY, None),
    Row("account_reset_password_from_key", ("=1", "=abc-def"), EVERYBODY, EVERYBODY),
    Row("account_reset_password_from_key_done", (), EVERYBODY, None),
    Row("mfa_index", (), SIGNED_IN, None),
    Row("mfa_authenticate", (), SIGNED_IN, SIGNED_IN),  # sends home who has nothing to prove
    Row("mfa_reauthenticate", (), NOBODY, NOBODY),
    Row("mfa_activate_totp", (), SIGNED_IN, SIGNED_IN),
    Row("mfa_deactivate_totp", (), NOBODY, NOBODY, HIDDEN),
    Row("mfa_view_recovery_codes", (), NOBODY, None, HIDDEN),
    Row("mfa_generate_recovery_codes", (), SIGNED_IN, SIGNED_IN),
    Row("mfa_download_recovery_codes", (), NOBODY, NOBODY, HIDDEN),
    Row("usersessions_list", (), SIGNED_IN, SIGNED_IN),
]


# --- asking -----------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def w(runtime_role, django_db_blocker, tmp_path_factory):
    """The portal of the table, with a client for everybody in it; gone when the table has been asked."""
    # The portal is built once and its jobs wait all the while: however slow the machine, that is no alarm here.
    media = override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("media"), JOB_OLDEST_WAITING_ALARM_SECONDS=24 * 3600)
    with media, django_db_blocker.unblock(), transaction.atomic():
        world = portal.build()
        world.runtime_role = runtime_role
        note_routine(SWEEP)  # readyz is asked too, and no worker runs here
        world.clients = {"anonymous": Client()}
        for name, user in (world.actors | world.others).items():
            world.clients[name] = Client()
            world.clients[name].force_login(user)
        yield world
        transaction.set_rollback(True)


# Rows of whoever asks: the session and how often they have asked.
OF_THE_DOOR = {"django_session", "usersessions_usersession", "cache"}
_WRITE = re.compile(r'^\s*(?:INSERT INTO|UPDATE|DELETE FROM|TRUNCATE)\s+"?(\w+)', re.IGNORECASE)


def ask(w, row: Row, who: str, method: str) -> tuple[str, set[str]]:
    """Send one request as somebody, take back what it did, and return the outcome and the tables it wrote to."""
    written: set[str] = set()

    def note(execute, sql, params, many, context):
        found = _WRITE.match(sql)
        if found:
            written.add(found[1].lower())
        return execute(sql, params, many, context)

    client = w.clients[who]
    cookies = client.cookies.output()
    with transaction.atomic(), connection.execute_wrapper(note):
        with connection.cursor() as cursor:  # until the savepoint is rolled back
            cursor.execute(f"SET LOCAL ROLE {w.runtime_role}")
        response = getattr(client, method)(address(w, row))
        transaction.set_rollback(True)
    if client.cookies.output() != cookies:  # logged out, or the session changed its key: both are taken back
        client.cookies.load(re.sub(r"(?m)^Set-Cookie: ", "", cookies))
    if response.streaming:
        response.getvalue()  # read to the end, the file is closed
    return outcome(response), written - OF_THE_DOOR


def address(w, row: Row) -> str:
    def value(word: str):
        found = word[1:] if word.startswith("=") else getattr(w, word)
        return getattr(found, "pk", found)

    return reverse(row.name, args=[value(word) for word in row.of])


def outcome(response) -> str:
    if response.status_code == 302 and response.url.startswith(reverse("account_login")):
        return "login"
    return "ok" if response.status_code in {200, 302, 422} else str(response.status_code)


def right_answers(row: Row, method: str) -> dict[str, str]:
    """Return what each meets who is to ask: those whose turn it is at this row."""
    allowed: set[str] | None = getattr(row, method)
    at = PLACES[ids(row)] + (method == "post")
    if allowed is None:  # one is enough to see that a method does not exist
        return dict.fromkeys(turns.one_of(SIGNED_IN, at), "405")
    right = {who: "ok" if who in allowed else (row.refusal | row.strangers)[who] for who in EVERYBODY}
    return {who: right[who] for who in turns.one_of_each(right, CLASSES, at)}


def mistakes(w, row: Row, method: str) -> dict[str, str]:
    """Return who meets something else than the table says, or writes something although they may not."""
    found = {}
    for who, right in right_answers(row, method).items():
        met, written = ask(w, row, who, method)
        may_write = right == "ok" and (method == "post" or written == {row.writes})
        if met != right or (written and not may_write):
            found[who] = f"{met}, not {right}; wrote {sorted(written)}"
    return found


# People of another alliance in the same database, with the strongest roles there.
OTHERS = [
    f"other_{role}"
    for role in (
        "admin",
        "clerk",
        "leader",
        "officer",
        "auditor",
        "chief_of_office",
        "dept_head",
        "unit_editor",
        "unit_head",
        "cluster_lead",
    )
]

OTHER_CLASSES = [{f"other_{who}" for who in people} for people in (OFFICE, ROLES - OFFICE)]


def ids(row: Row) -> str:
    return " ".join([row.name, *row.of])


def thing_of(row: Row) -> str:
    """Return the thing in the address; "" for an address without one."""
    return next((word for word in row.of if not word.startswith("=")), "")


PLACES = {ids(row): at for at, row in enumerate(rows())}
SEEN_BY_ALL = {thing_of(row) for row in rows() if row.get == EVERYBODY}


def right_of_others(row: Row, method: str) -> set[str]:
    """Return what people of another alliance may meet at a thing of ours: what is public."""
    return {"ok", "404"} if "anonymous" in getattr(row, method) else {"403", "404"}


SCOPED = [row for row in rows() if row not in ACCOUNTS and thing_of(row)]


@pytest.mark.parametrize("row", SCOPED, ids=ids)
@pytest.mark.parametrize("method", ["get", "post"])
def test_people_of_another_alliance_meet_nothing_of_ours(w, row, method):
    if getattr(row, method) is None:
        return
    right = right_of_others(row, method)
    # Most is to be feared of those who may do it at home.
    at_home = {who: who.removeprefix("other_") in getattr(row, method) for who in OTHERS}

    asking = turns.one_of_each(at_home, OTHER_CLASSES, PLACES[ids(row)])
    met = {who: ask(w, row, who, method) for who in asking}

    assert {who: outcome for who, (outcome, _) in met.items() if outcome not in right} == {}
    assert {who: written for who, (_, written) in met.items() if written and "ok" not in right} == {}


@pytest.mark.parametrize("row", rows(), ids=ids)
def test_page_is_shown_to_those_of_the_table_and_changes_nothing(w, row):
    assert mistakes(w, row, "get") == {}


@pytest.mark.parametrize("row", rows(), ids=ids)
def test_post_is_heard_from_those_of_the_table_only(w, row):
    assert mistakes(w, row, "post") == {}


FORBIDDEN_THINGS = [
    row for row in rows() if row.refusal is FORBIDDEN and thing_of(row) and thing_of(row) not in SEEN_BY_ALL
]


@pytest.mark.parametrize("row", FORBIDDEN_THINGS, ids=ids)
def test_who_may_not_is_not_told_which_things_there_are(w, row):
    """The answer to a key that does not exist is the same as to one that does."""
    method = "post" if row.post is not None else "get"
    keys = dict.fromkeys((word for word in row.of if not word.startswith("=")), 987_654_321)
    nothing = SimpleNamespace(clients=w.clients, runtime_role=w.runtime_role, **keys)

    outsiders = SIGNED_IN - (row.get or NOBODY) - (row.post or NOBODY)
    outsiders = turns.one_of_each(dict.fromkeys(outsiders, "403"), CLASSES, PLACES[ids(row)])

    met = {who: ask(nothing, row, who, method)[0] for who in outsiders}

    assert met == dict.fromkeys(outsiders, "403")


def test_every_address_stands_in_the_table():
    assert url_names() == {row.name for row in rows()}


def test_every_role_is_asked():
    assert set(Role.values) == ROLES


@pytest.mark.parametrize("method", ["get", "post"])
def test_everybody_has_many_turns(method):
    asked = [who for row in rows() for who in right_answers(row, method)]

    assert set(asked) == EVERYBODY
    assert [who for who in EVERYBODY if asked.count(who) < 12] == []


def url_names(resolver=None, namespace: str = "") -> set[str]:
    names = set()
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLPattern):
            names.add(f"{namespace}{pattern.name}")
        else:
            names |= url_names(pattern, f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace)
    return names


def test_refused_request_without_token_changes_nothing_either(w):
    """The table's clients skip the token, as one who forges requests from a colleague's browser cannot."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(w.actors["officer"])

    with transaction.atomic():
        response = client.post(reverse("procedure:step", args=["ke-hoach", w.draft_plan.pk, "trinh"]))
        transaction.set_rollback(True)

    assert response.status_code == 403
