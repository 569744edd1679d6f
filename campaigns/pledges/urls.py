from django.urls import path

from .views import parties, pledges, signing

app_name = "pledges"
urlpatterns = [
    path("giao-uoc-thi-dua/", pledges.PledgeList.as_view(), name="list"),
    path("giao-uoc-thi-dua/lap/", pledges.create, name="create"),
    path("giao-uoc-thi-dua/<int:pk>/", pledges.detail, name="pledge"),
    path("giao-uoc-thi-dua/<int:pk>/noi-dung/", pledges.write, name="write"),
    path("giao-uoc-thi-dua/<int:pk>/han-ky/", pledges.due_day, name="due-day"),
    path("giao-uoc-thi-dua/<int:pk>/ban-in/", pledges.print_copy, name="print"),
    path("giao-uoc-thi-dua/<int:pk>/don-vi/", parties.PartyList.as_view(), name="parties"),
    path("giao-uoc-thi-dua/<int:pk>/don-vi/them/", parties.add, name="add-party"),
    path("giao-uoc-thi-dua/<int:pk>/ban-quet/", signing.scan, name="scan"),
    path("giao-uoc-thi-dua/ben-ky/<int:pk>/", signing.sign, name="sign"),
    path("giao-uoc-thi-dua/ben-ky/<int:pk>/dua-ra/", parties.take_off, name="take-off"),
    path("giao-uoc-thi-dua/chu-ky/<int:pk>/rut/", signing.withdraw, name="withdraw"),
]
