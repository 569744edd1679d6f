from django.urls import path

from . import views

app_name = "law"
urlpatterns = [
    path("quy-dinh/", views.in_force, name="in-force"),
    path("quy-dinh/<slug:code>/", views.award, name="award"),
    path("lich-lam-viec/", views.calendar, name="calendar"),
]
