from django.db import models

from emulation_portal.rights.enums import Role

# Who watches over the work of a body, and who of them may have it done again: who inspects does not touch.
READERS = (Role.OFFICER, Role.CLERK, Role.CHIEF_OF_OFFICE, Role.LEADER, Role.AUDITOR, Role.ADMIN)
KEEPERS = tuple(role for role in READERS if role != Role.AUDITOR)


class JobState(models.TextChoices):
    QUEUED = "queued", "Đang chờ"
    RUNNING = "running", "Đang chạy"
    DONE = "done", "Đã xong"
    FAILED = "failed", "Không thành"


FINISHED = frozenset({JobState.DONE, JobState.FAILED})

# A trigger in the database refuses every other change of state. Nothing leaves `done`.
TRANSITIONS = [
    (JobState.QUEUED.value, JobState.RUNNING.value),  # a worker claims it
    (JobState.RUNNING.value, JobState.DONE.value),
    (JobState.RUNNING.value, JobState.QUEUED.value),  # the attempt failed, or its worker went silent
    (JobState.RUNNING.value, JobState.FAILED.value),
    (JobState.FAILED.value, JobState.QUEUED.value),  # somebody asks for it again
]
