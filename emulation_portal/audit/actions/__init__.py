from .recording import Actor, Happened, record, record_many
from .sealing import seal_events

__all__ = ["Actor", "Happened", "record", "record_many", "seal_events"]
