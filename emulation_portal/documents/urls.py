from django.urls import path

from . import views

app_name = "documents"
urlpatterns = [
    path("van-ban/<int:pk>/", views.detail, name="detail"),
    path("kiem-tra/<str:code>/", views.check, name="check"),
]
