from django.urls import path

from . import views

app_name = "campaigns"
urlpatterns = [
    path("phong-trao/", views.CampaignList.as_view(), name="list"),
    path("phong-trao/<int:pk>/", views.detail, name="detail"),
]
