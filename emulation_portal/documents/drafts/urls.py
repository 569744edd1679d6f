from django.urls import path, register_converter

from .registry import kinds
from .views import editing, importing, listing, pages, receipts, receiving


class KindSlug:
    """The first part of the address of papers of a kind: ke-hoach, thong-bao-phong-trao."""

    regex = "[a-z][a-z-]+"

    def to_python(self, value: str) -> str:
        if value not in {kind.slug for kind in kinds()}:
            raise ValueError(f"no kind of paper {value}")
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(KindSlug, "paperkind")

app_name = "drafts"
urlpatterns = [
    path("van-ban/", listing.PaperList.as_view(), name="list"),
    path("du-thao/<int:pk>/", pages.by_key, name="by-key"),
    path("<paperkind:kind>/moi/", editing.create, name="create"),
    path("<paperkind:kind>/nhap/", importing.upload, name="import"),
    path("<paperkind:kind>/nhap/<int:pk>/", importing.preview, name="import-preview"),
    path("<paperkind:kind>/nhap/<int:pk>/van-ban-den/", receiving.receive, name="receive"),
    path("<paperkind:kind>/<int:pk>/", pages.detail, name="detail"),
    path("<paperkind:kind>/<int:pk>/da-tiep-nhan/", receipts.confirm, name="confirm-receipt"),
    path("<paperkind:kind>/<int:pk>/tiep-nhan/", receipts.ReceiptBoard.as_view(), name="receipts"),
    path("<paperkind:kind>/<int:pk>/tiep-nhan/nhac/", receipts.remind, name="remind"),
    path("<paperkind:kind>/<int:pk>/ban-xem/", pages.prepare_draft_pdf, name="pdf"),
    path("<paperkind:kind>/<int:pk>/sua/", editing.outline, name="edit"),
    path("<paperkind:kind>/<int:pk>/sua/<str:part>/", editing.part, name="part"),
]
