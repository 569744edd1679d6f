from django.urls import path

from . import views

app_name = "notifications"
urlpatterns = [
    path("thong-bao/", views.Inbox.as_view(), name="inbox"),
    path("thong-bao/da-doc/", views.all_read, name="all-read"),
    path("thong-bao/nhan-thu/", views.choice, name="choice"),
    path("thong-bao/thoi-nhan/<str:token>/", views.leave, name="leave"),
    path("thong-bao/<int:pk>/", views.detail, name="detail"),
    path("thu-da-gui/", views.Outbox.as_view(), name="outbox"),
    path("thu-da-gui/<int:pk>/", views.mail, name="mail"),
    path("thu-da-gui/<int:pk>/gui-lai/", views.send_again, name="send-again"),
]
