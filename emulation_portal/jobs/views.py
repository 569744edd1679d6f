import datetime as dt
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.safestring import SafeString
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseClientRefresh

from emulation_portal.accounts.requests import SignedInRequest
from emulation_portal.core.errors import DomainError
from emulation_portal.core.lists import ListPage, Nothing
from emulation_portal.core.markup import link, noted, status
from emulation_portal.core.tables import Column
from emulation_portal.core.whole import hold_on_screen

from . import actions, health, policies, queries
from .forms import JobFilters
from .models import Job
from .wording import JobWords, describe, more_parts, spoken


class JobList(ListPage):
    """Tệp đang tạo, one's own, or of the body for the office."""

    template_name, filters = "jobs/list.html", JobFilters
    noun, caption = "việc", "Danh sách tệp đang tạo và đã tạo"
    hint = "Hãy chọn năm hoặc trạng thái khác."

    def rows(self) -> QuerySet[Job]:
        return Job.objects.visible_to(self.reader).order_by("-created_at", "-pk")

    def complete(self, rows: QuerySet[Job]) -> QuerySet[Job]:
        return rows.select_related("requested_by")

    def columns(self) -> list[Column]:
        now = timezone.now()
        who = [Column("Người yêu cầu", _requester)] if policies.sees_all_jobs(self.reader) else []
        return [
            Column("Việc", lambda job: link(job, hold_on_screen(job.label))),
            Column("Trạng thái", lambda job: _state(describe(job, now))),
            *who,
            Column("Lúc yêu cầu", lambda job: job.created_at),
        ]

    def nothing(self) -> Nothing:
        words = "Khi bạn ban hành kế hoạch hoặc xuất tệp lớn, việc tạo tệp sẽ hiện ở đây để bạn theo dõi."
        return Nothing("Chưa có việc nào", words)

    def extra(self) -> dict[str, Any]:
        return {"sees_all": policies.sees_all_jobs(self.reader)}


def _requester(job: Job) -> str:
    return job.requested_by.full_name if job.requested_by else "Hệ thống"


def _state(words: JobWords) -> SafeString | str:
    return noted(status(words.label, words.tone), words.detail)


@require_safe
@login_required
@never_cache
def job_detail(request: HttpRequest, job_id: int) -> HttpResponse:
    job = get_object_or_404(Job.objects.visible_to(request.user).select_related("requested_by"), pk=job_id)
    took = job.duration(timezone.now())
    return render(request, "jobs/detail.html", {"job": job, "took": spoken(took) if took else ""})


@require_safe
@never_cache
def job_state(request: HttpRequest, job_id: int) -> HttpResponse:
    """Answer a page that asks how its job is doing; when the job has ended, have the whole page loaded again."""
    if not request.user.is_authenticated:
        return HttpResponseClientRefresh()  # logged out meanwhile: the page itself leads to the login
    job = get_object_or_404(Job.objects.visible_to(request.user), pk=job_id)
    if not request.headers.get("HX-Request"):
        return redirect(job)
    response = render(request, "jobs/_state.html", {"job": job})
    if job.is_finished:
        response["HX-Refresh"] = "true"
    return response


@require_POST
@login_required
def job_retry(request: SignedInRequest, job_id: int) -> HttpResponse:
    job = get_object_or_404(Job.objects.visible_to(request.user), pk=job_id)
    try:
        actions.retry(job_id=job.pk, by=request.user)
        messages.success(request, f"Đã cho chạy lại: {job.label}.")
    except DomainError as error:
        messages.warning(request, str(error))
    return redirect(job)


@require_safe
@login_required
@never_cache
def health_page(request: HttpRequest) -> HttpResponse:
    policies.check_can_see_health(request.user)
    now = timezone.now()
    seen = health.look(now)
    context = {
        "health": seen,
        "more_parts": more_parts(seen, now),
        "waited": spoken(seen.oldest_waiting) if seen.oldest_waiting is not None else "",
        "counts": queries.counts_by_state(since=now - dt.timedelta(days=1)),
        "now": now,
    }
    return render(request, "jobs/health.html", context)


@require_safe
@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers. Nothing else is asked, so that a slow database does not get healthy processes killed."""
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")


@require_safe
@never_cache
def readyz(request: HttpRequest) -> JsonResponse:
    """Say whether the portal can do all it should, and which part cannot. For people and alarms, without details."""
    seen = health.look(timezone.now())
    waited = seen.oldest_waiting
    facts = {
        "ready": seen.is_ready,
        "database": "ok" if seen.database else "down",
        "redis": "ok" if seen.redis else "down",
        "files": seen.room.value,
        "worker": "ok" if seen.is_worker_alive else "silent",
        "routines": "failing" if seen.failing else "ok",
        "backup": "late" if seen.is_backup_late else "ok",
        "jobs": "ok" if seen.is_work_taken_up else "late",
        "oldest_waiting_seconds": int(waited.total_seconds()) if waited is not None else None,
    }
    return JsonResponse(facts, status=200 if seen.is_ready else 503)
