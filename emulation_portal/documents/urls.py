from django.urls import path

from .views import checking, issuers, papers, register

app_name = "documents"
urlpatterns = [
    path("so-van-ban-di/", register.Book.as_view(), name="register"),
    path("so-van-ban-di/<int:pk>/xuat-pdf/", register.print_book, name="register-pdf"),
    path("so-van-ban-di/dong/<int:pk>/", register.entry, name="entry"),
    path("so-van-ban-di/dong/<int:pk>/huy-so/", register.void, name="void"),
    path("van-ban/<int:pk>/", papers.detail, name="detail"),
    path("van-ban/<int:pk>/tep/", papers.file, name="file"),
    path("van-ban/<int:pk>/word/", papers.word, name="word"),
    path("ban-xem/<int:pk>/", papers.copy, name="copy"),
    path("ban-xem/<int:pk>/tep/", papers.copy_file, name="copy-file"),
    path("ban-xem/<int:pk>/word/", papers.copy_word, name="copy-word"),
    path("kiem-tra/", checking.home, name="check-home"),
    path("kiem-tra/<str:code>/", checking.check, name="check"),
    path("co-quan-ban-hanh/", issuers.IssuerList.as_view(), name="issuers"),
    path("co-quan-ban-hanh/them/", issuers.create, name="issuer-new"),
    path("co-quan-ban-hanh/<int:pk>/", issuers.edit, name="issuer"),
]
