from django.urls import path

from . import views

app_name = "received"
urlpatterns = [
    path("van-ban-nhan/", views.ReceivedList.as_view(), name="list"),
    path("van-ban-nhan/moi/", views.create, name="create"),
    path("van-ban-nhan/<int:pk>/", views.detail, name="detail"),
]
