from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "emulation_portal.documents"
    verbose_name = "Văn bản"

    def ready(self) -> None:
        from django.urls import reverse

        from emulation_portal.audit import subjects

        subjects.register("documents.document", lambda pk: reverse("documents:detail", args=[pk]))
        subjects.register("documents.registerentry", lambda pk: reverse("documents:entry", args=[pk]))
        subjects.register("documents.issuer", lambda pk: reverse("documents:issuer", args=[pk]))
