from django.urls import path

from .views import cards, conferring, running, sheets

app_name = "scoring"
urlpatterns = [
    path("cham-diem/", running.ScoringList.as_view(), name="list"),
    path("cham-diem/mo/", running.open_many, name="open"),
    path("cham-diem/suy-ton/", conferring.LeaderList.as_view(), name="leaders"),
    path("cham-diem/bang-diem/", sheets.SheetList.as_view(), name="sheets"),
    path("cham-diem/bang-diem/them/", sheets.create, name="create-sheet"),
    path("bang-diem/<int:pk>/", sheets.detail, name="sheet"),
    path("bang-diem/<int:pk>/sua/", sheets.edit, name="edit-sheet"),
    path("bang-diem/<int:pk>/ban-moi/", sheets.copy, name="copy-sheet"),
    path("bang-diem/<int:pk>/nhom/", sheets.group, name="add-group"),
    path("bang-diem/<int:pk>/nhom/<int:group_pk>/", sheets.group, name="group"),
    path("bang-diem/<int:pk>/nhom/<int:group_pk>/bo/", sheets.drop, name="drop-group"),
    path("cham-diem-khoi/<int:pk>/", running.detail, name="scoring"),
    path("cham-diem-khoi/<int:pk>/sua/", running.edit, name="edit"),
    path("cham-diem-khoi/<int:pk>/phan-cong/", running.crossers, name="crossers"),
    path("cham-diem-khoi/<int:pk>/them-don-vi/", running.add, name="add-unit"),
    path("cham-diem-khoi/<int:pk>/hoi-nghi/", conferring.conference, name="conference"),
    path("phieu-diem/<int:pk>/", cards.detail, name="card"),
    path("phieu-diem/<int:pk>/cham/<slug:scorer>/", cards.write, name="write"),
    path("phieu-diem/<int:pk>/o/<slug:scorer>/", cards.field, name="field"),
    path("phieu-diem/<int:pk>/dien/<slug:scorer>/", cards.fill, name="fill"),
    path("phieu-diem/<int:pk>/xep-thu-tu/", cards.tie, name="tie"),
]
