from django.urls import path

from . import views

app_name = "files"
urlpatterns = [
    path("tep/<uuid:key>/", views.download, name="download"),
    path("tep/<uuid:key>/hinh-nho/", views.thumbnail, name="thumbnail"),
]
