from django.urls import URLPattern, URLResolver, include, path

from . import views

_pages = [
    path("viec-chay-nen/", views.JobList.as_view(), name="list"),
    path("viec-chay-nen/<int:job_id>/", views.job_detail, name="detail"),
    path("viec-chay-nen/<int:job_id>/trang-thai/", views.job_state, name="state"),
    path("viec-chay-nen/<int:job_id>/thu-lai/", views.job_retry, name="retry"),
    path("tinh-trang-he-thong/", views.health_page, name="health"),
]

# Probes keep the names that monitoring tools expect.
urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("", include((_pages, "jobs"))),
]
