from django.urls import path, register_converter

from . import views
from .registry import slugs


class ProcedureSlug:
    """The first part of the address of things that are in a procedure: ke-hoach, phong-trao."""

    regex = "[a-z][a-z-]+"

    def to_python(self, value: str) -> str:
        if value not in slugs():
            raise ValueError(f"no procedure {value}")
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(ProcedureSlug, "procedure")

app_name = "procedure"
urlpatterns = [path("<procedure:slug>/<int:pk>/<slug:step>/", views.take_step, name="step")]
