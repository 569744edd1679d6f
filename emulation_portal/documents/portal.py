"""Who papers are in the portal."""

from django.urls import reverse

from emulation_portal.audit import subjects

subjects.register("documents.document", lambda pk: reverse("documents:detail", args=[pk]))
subjects.register("documents.registerentry", lambda pk: reverse("documents:entry", args=[pk]))
subjects.register("documents.issuer", lambda pk: reverse("documents:issuer", args=[pk]))
