"""The gallery is for those who build pages, never for an office's readers."""

import pytest
from django.test import Client
from django.urls import reverse

from emulation_portal.rights.enums import Role
from tests.factories.people import user_with_role

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("is_production", "status"), [(False, 200), (True, 404)])
def test_even_the_administrator_has_no_gallery_in_production(client: Client, settings, is_production, status) -> None:
    settings.IS_PRODUCTION = is_production
    client.force_login(user_with_role(Role.ADMIN))

    assert client.get(reverse("home:gallery")).status_code == status
