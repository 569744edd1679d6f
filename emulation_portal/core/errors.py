"""Errors whose message is written for the user."""


class DomainError(Exception):
    """A rule of the house was about to be broken. The message is Vietnamese and says what to do next."""
