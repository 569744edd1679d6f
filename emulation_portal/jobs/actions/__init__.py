from .asking import NotFailed, enqueue, retry
from .purging import purge_jobs
from .routines import note_routine
from .running import run
from .sweeping import sweep

__all__ = ["NotFailed", "enqueue", "note_routine", "purge_jobs", "retry", "run", "sweep"]
