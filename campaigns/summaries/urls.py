from django.urls import path

from . import views

app_name = "summaries"
urlpatterns = [
    path("bao-cao-tong-hop/<int:pk>/so-lieu/", views.figures, name="figures"),
    path("bao-cao-tong-hop/<int:pk>/so-lieu/lay-moi/", views.take, name="take"),
]
