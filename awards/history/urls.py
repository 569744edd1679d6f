from django.urls import path

from .views import awards, conduct, eligibility

app_name = "history"
urlpatterns = [
    path("lich-su-khen-thuong/", awards.PastAwardList.as_view(), name="list"),
    path("lich-su-khen-thuong/them/", awards.create, name="create"),
    path("lich-su-khen-thuong/<int:pk>/", awards.detail, name="award"),
    path("lich-su-khen-thuong/<int:pk>/sua/", awards.edit, name="edit"),
    path("lich-su-khen-thuong/<int:pk>/gan-nguoi/", awards.link_person, name="link-person"),
    path("lich-su-khen-thuong/nguoi/<int:pk>/", eligibility.of_person, name="person"),
    path("lich-su-khen-thuong/don-vi/<int:pk>/", eligibility.of_unit, name="unit"),
    path("ky-luat-vu-viec/", conduct.ConductList.as_view(), name="conduct"),
    path("ky-luat-vu-viec/them/", conduct.create, name="create-conduct"),
    path("ky-luat-vu-viec/<int:pk>/", conduct.detail, name="conduct-fact"),
]
