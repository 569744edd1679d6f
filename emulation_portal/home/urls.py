from django.urls import path

from . import gallery, help, search, views

app_name = "home"
urlpatterns = [
    path("", views.home, name="home"),
    path("tim-kiem/", search.search, name="search"),
    path("tro-giup/", help.index, name="help"),
    path("tro-giup/<slug:slug>/", help.page, name="help-page"),
    path("thu-vien-giao-dien/", gallery.gallery, name="gallery"),
]
