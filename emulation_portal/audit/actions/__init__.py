from .recording import Actor, record
from .sealing import seal_events

__all__ = ["Actor", "record", "seal_events"]
