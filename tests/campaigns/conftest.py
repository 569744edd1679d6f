import pytest

from tests.factories import campaigns, documents
from tests.scenarios.desk import Desk


@pytest.fixture
def officer(db) -> Desk:
    """Return the desk of the officer who drafts plans, in an office with an issuer."""
    documents.issuer()
    return Desk(campaigns.cast().officer)
