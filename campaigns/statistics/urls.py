from django.urls import path

from . import views

app_name = "statistics"
urlpatterns = [path("thong-ke/phong-trao/", views.campaigns_by_line, name="campaigns")]
