from django.urls import path

from .views import dossiers, evidence, nominees, synthesis

app_name = "nominations"
urlpatterns = [
    path("ho-so-khen-thuong/", dossiers.DossierList.as_view(), name="list"),
    path("ho-so-khen-thuong/lap/", dossiers.create, name="create"),
    path("ho-so-khen-thuong/<int:pk>/", dossiers.detail, name="dossier"),
    path("ho-so-khen-thuong/<int:pk>/thong-tin/", dossiers.edit, name="edit"),
    path("ho-so-khen-thuong/<int:pk>/hop-binh-xet/", dossiers.meeting, name="meeting"),
    path("ho-so-khen-thuong/<int:pk>/minh-chung/", evidence.of_dossier, name="dossier-evidence"),
    path("ho-so-khen-thuong/<int:pk>/tap-ho-so/", evidence.print_book, name="book"),
    path("ho-so-khen-thuong/<int:pk>/them-de-nghi/", nominees.add, name="add"),
    path("de-nghi-khen-thuong/", synthesis.NominationList.as_view(), name="synthesis"),
    path("de-nghi-khen-thuong/<int:pk>/", nominees.detail, name="nomination"),
    path("de-nghi-khen-thuong/<int:pk>/noi-dung/", nominees.write, name="write"),
    path("de-nghi-khen-thuong/<int:pk>/noi-dung/luu/", nominees.field, name="field"),
    path("de-nghi-khen-thuong/<int:pk>/sang-kien/", nominees.initiatives, name="initiatives"),
    path("de-nghi-khen-thuong/<int:pk>/minh-chung/", evidence.of_nomination, name="evidence"),
    path("de-nghi-khen-thuong/<int:pk>/bo/", nominees.drop, name="drop"),
]
