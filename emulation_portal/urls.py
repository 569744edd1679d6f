from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("emulation_portal.home.urls")),
    path("", include("awards.history.urls")),
    path("", include("awards.nominations.urls")),
    path("", include("campaigns.urls")),
    path("", include("campaigns.registration.urls")),
    path("", include("campaigns.statistics.urls")),
    path("", include("campaigns.summaries.urls")),
    path("", include("campaigns.scoring.urls")),
    path("", include("campaigns.pledges.urls")),
    path("", include("campaigns.reports.urls")),
    path("", include("emulation_portal.documents.urls")),
    path("", include("emulation_portal.documents.drafts.urls")),
    path("", include("emulation_portal.documents.received.urls")),
    path("", include("emulation_portal.notifications.urls")),
    path("", include("emulation_portal.files.urls")),
    path("", include("emulation_portal.jobs.urls")),
    path("", include("emulation_portal.law.urls")),
    path("", include("units.urls")),
    path("", include("emulation_portal.audit.urls")),
    path("", include("emulation_portal.procedure.urls")),
    path("tai-khoan/", include("emulation_portal.accounts.urls")),
]
handler400 = "emulation_portal.home.errors.bad_request"
handler403 = "emulation_portal.home.errors.forbidden"
handler404 = "emulation_portal.home.errors.not_found"
handler429 = "emulation_portal.home.errors.too_many_requests"  # the library's, not Django's
handler500 = "emulation_portal.home.errors.server_error"
