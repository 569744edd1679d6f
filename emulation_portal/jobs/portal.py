"""What background work is in the portal."""

from emulation_portal.core.declarations import declare
from emulation_portal.core.parts import LogWords, RailItem, Shortcut, Subject, Verb, Visits, Work
from emulation_portal.rights.enums import Role

from .crowd import visits
from .work import own_failed_jobs

declare(
    RailItem("Tệp đang tạo", "jobs:list", "health", 80, frozenset({Role.CLERK, Role.ADMIN})),
    Shortcut("Tệp đang tạo", Role.OFFICER, "jobs:list", order=90),
    Work(own_failed_jobs, 10),
    Visits(visits),
    Subject("jobs.job", "Việc tạo tệp"),
    LogWords({"job.retried": Verb("Cho chạy lại việc tạo tệp")}),
)
