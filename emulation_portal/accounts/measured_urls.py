"""The portal's addresses, and beside them the page that all others are compared with."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from emulation_portal.accounts.models import User
from emulation_portal.urls import handler400, handler403, handler404, handler429, handler500

__all__ = ["handler400", "handler403", "handler404", "handler429", "handler500", "urlpatterns"]


@login_required
def one_query(request: HttpRequest) -> HttpResponse:
    """Answer in a word after one query: what middleware and login cost by themselves."""
    return HttpResponse(str(User.objects.filter(is_active=False).exists()))


urlpatterns = [path("mot-truy-van/", one_query, name="one-query"), path("", include("emulation_portal.urls"))]
