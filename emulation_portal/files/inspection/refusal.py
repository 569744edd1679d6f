class Refused(Exception):
    """The file may not come in. The message is Vietnamese and says what to do."""
