"""Work for the sandbox that has no room to set up. Run inside its process; knows nothing of Django."""

from tests.documents.misbehaviour import write_without_room as prepare  # noqa: F401


def work():
    return b"x", 1
