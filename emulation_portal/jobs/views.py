import datetime as dt
from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseClientRefresh

from emulation_portal.accounts.models import User
from emulation_portal.core.errors import DomainError

from . import actions, health, policies, queries
from .forms import JobFilter
from .models import Job
from .wording import spoken

_ROWS = 20


@require_safe
@login_required
def job_list(request: HttpRequest) -> HttpResponse:
    visible = Job.objects.visible_to(request.user)
    form = JobFilter(request.GET, years=queries.years_of_jobs(visible))
    form.is_valid()  # what is not valid is missing from cleaned_data and shown beside its field
    year, state = form.cleaned_data.get("year"), form.cleaned_data.get("state")
    jobs = visible.select_related("requested_by")
    if year:
        jobs = jobs.filter(created_at__year=year)
    if state:
        jobs = jobs.filter(state=state)
    page = Paginator(jobs, _ROWS).get_page(request.GET.get("page"))
    context = {
        "form": form, "page": page, "is_filtered": bool(year or state), "sees_all": policies.sees_all_jobs(request.user),
    }  # fmt: skip
    return render(request, "jobs/list.html", context)


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
def job_retry(request: HttpRequest, job_id: int) -> HttpResponse:
    job = get_object_or_404(Job.objects.visible_to(request.user), pk=job_id)
    try:
        actions.retry(job_id=job.pk, by=cast(User, request.user))
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
        "jobs": "ok" if seen.is_work_taken_up else "late",
        "oldest_waiting_seconds": int(waited.total_seconds()) if waited is not None else None,
    }
    return JsonResponse(facts, status=200 if seen.is_ready else 503)
