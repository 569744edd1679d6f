from .recording import Actor, Told, record, record_many
from .sealing import seal_events

__all__ = ["Actor", "Told", "record", "record_many", "seal_events"]
