from django.urls import path

from .views import boards, demands, excel, indicators, reading, writing

app_name = "reports"
urlpatterns = [
    path("bao-cao/", reading.ReportList.as_view(), name="list"),
    path("bao-cao/theo-doi/", boards.board, name="board"),
    path("bao-cao/<int:pk>/", reading.detail, name="report"),
    path("bao-cao/<int:pk>/so-lieu/<slug:group>/", writing.figures, name="figures"),
    path("bao-cao/<int:pk>/noi-dung/", writing.words, name="words"),
    path("bao-cao/<int:pk>/danh-sach/<slug:code>/", writing.lines, name="lines"),
    path("bao-cao/<int:pk>/minh-chung/<slug:code>/", writing.evidence, name="evidence"),
    path("bao-cao/<int:pk>/o/", writing.field, name="field"),
    path("bao-cao/<int:pk>/xem-lai/", writing.review, name="review"),
    path("bao-cao/<int:pk>/excel/", excel.download, name="excel"),
    path("bao-cao/<int:pk>/tai-len/", excel.upload, name="upload"),
    path("bao-cao/<int:pk>/tai-len/<int:sheet>/", excel.preview, name="upload-preview"),
    path("bao-cao/<int:pk>/lan-nop/<int:number>/", reading.version, name="version"),
    path("bao-cao/<int:pk>/gia-han/", reading.extend, name="extend"),
    path("don-vi/<int:pk>/mot-nguoi-bao-cao/", reading.sign_alone, name="sign-alone"),
    path("ky-bao-cao/<int:pk>/", boards.period, name="period"),
    path("ky-bao-cao/<int:pk>/tiep-nhan/", boards.receive_all, name="receive-all"),
    path("ky-bao-cao/<int:pk>/don-doc/", boards.urge, name="urge"),
    path("ky-bao-cao/<int:pk>/sua/", demands.edit_period, name="edit-period"),
    path("phong-trao/<int:pk>/bao-cao/", demands.of_campaign, name="of-campaign"),
    path("phong-trao/<int:pk>/bao-cao/them/", demands.create, name="create-demand"),
    path("yeu-cau-bao-cao/<int:pk>/", demands.detail, name="demand"),
    path("yeu-cau-bao-cao/<int:pk>/sua/", demands.edit, name="edit-demand"),
    path("yeu-cau-bao-cao/<int:pk>/chi-tieu/", demands.choose, name="choose"),
    path("yeu-cau-bao-cao/<int:pk>/ky/", demands.regular, name="regular-periods"),
    path("yeu-cau-bao-cao/<int:pk>/ky/them/", demands.add_period, name="add-period"),
    path("yeu-cau-bao-cao/<int:pk>/muc-tieu/", demands.add_target, name="add-target"),
    path("yeu-cau-bao-cao/<int:pk>/gui/", demands.ask, name="ask"),
    path("chi-tieu/", indicators.IndicatorList.as_view(), name="indicators"),
    path("chi-tieu/them/", indicators.create, name="create-indicator"),
    path("chi-tieu/<int:pk>/", indicators.edit, name="indicator"),
]
