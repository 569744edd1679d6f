from django.urls import path

from .views import campaigns, editing, importing, plans, steps

app_name = "campaigns"
urlpatterns = [
    path("phong-trao/", campaigns.CampaignList.as_view(), name="list"),
    path("phong-trao/moi/", campaigns.create, name="create"),
    path("phong-trao/<int:pk>/", campaigns.detail, name="detail"),
    path("phong-trao/<int:pk>/chuyen/<str:to>/", campaigns.steer, name="steer"),
    path("ke-hoach/nhap/", importing.upload, name="import"),
    path("ke-hoach/nhap/<int:pk>/", importing.preview, name="import-preview"),
    path("ke-hoach/<int:pk>/", plans.detail, name="plan"),
    path("ke-hoach/<int:pk>/ban-xem/", plans.prepare_draft_pdf, name="plan-draft-pdf"),
    path("ke-hoach/<int:pk>/sua/", editing.outline, name="plan-edit"),
    path("ke-hoach/<int:pk>/sua/<str:part>/", editing.part, name="plan-part"),
    path("ke-hoach/<int:pk>/trinh/", steps.submit, name="plan-submit"),
    path("ke-hoach/<int:pk>/trinh-lanh-dao/", steps.pass_on, name="plan-pass-on"),
    path("ke-hoach/<int:pk>/duyet/", steps.approve, name="plan-approve"),
    path("ke-hoach/<int:pk>/tra-lai/", steps.return_, name="plan-return"),
    path("ke-hoach/<int:pk>/rut-ve/", steps.withdraw, name="plan-withdraw"),
    path("ke-hoach/<int:pk>/bo/", steps.discard, name="plan-discard"),
    path("ke-hoach/<int:pk>/ban-hanh/", steps.issue, name="plan-issue"),
    path("ke-hoach/<int:pk>/ghi-so/", steps.transcribe, name="plan-transcribe"),
    path("ke-hoach/<int:pk>/thu-hoi/", steps.revoke, name="plan-revoke"),
    path("ke-hoach/<int:pk>/nhap-lai/", steps.correct, name="plan-correct"),
]
