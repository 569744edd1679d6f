import pytest


@pytest.fixture(autouse=True)
def _quick_passwords(settings) -> None:
    """Hash passwords cheaply: the real hasher takes a third of a second each, by design."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
