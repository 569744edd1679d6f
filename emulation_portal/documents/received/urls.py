from django.urls import path

from . import views

app_name = "received"
urlpatterns = [
    path("van-ban-den/", views.ReceivedList.as_view(), name="list"),
    path("van-ban-den/moi/", views.create, name="create"),
    path("van-ban-den/<int:pk>/", views.detail, name="detail"),
    path("van-ban-den/<int:pk>/tep/", views.files, name="files"),
]
