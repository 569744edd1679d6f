from django.urls import path

from . import views

app_name = "audit"
urlpatterns = [
    path("nhat-ky/", views.Log.as_view(), name="list"),
    path("nhat-ky/xuat/", views.export, name="export"),
]
