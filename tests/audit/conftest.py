import pytest


@pytest.fixture(autouse=True)
def _notes_of_its_own(settings, tmp_path):
    """What is noted outside of the database is each test's own."""
    settings.AUDIT_DIR = tmp_path / "audit"
