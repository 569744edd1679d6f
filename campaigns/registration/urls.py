from django.urls import path

from .views import calls, titles, units

app_name = "registration"
urlpatterns = [
    path("dang-ky-thi-dua/", calls.CallList.as_view(), name="list"),
    path("dang-ky-thi-dua/them/", calls.create, name="create-call"),
    path("dang-ky-thi-dua/<int:pk>/", calls.detail, name="call"),
    path("dang-ky-thi-dua/<int:pk>/sua/", calls.edit, name="edit-call"),
    path("dang-ky-thi-dua/<int:pk>/don-vi/", calls.CalledUnits.as_view(), name="units"),
    path("dang-ky-thi-dua/<int:pk>/danh-hieu/", titles.TitleList.as_view(), name="titles"),
    path("dang-ky-thi-dua/<int:pk>/bat-dau/", units.begin, name="begin"),
    path("dang-ky-cua-don-vi/<int:pk>/", units.detail, name="registration"),
    path("dang-ky-cua-don-vi/<int:pk>/noi-dung/", units.write, name="write"),
]
