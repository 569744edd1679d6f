"""Where the subject of a paper can be read: the one registry that the log uses too."""

from emulation_portal.audit.subjects import register, url_of

__all__ = ["register", "url_of"]
