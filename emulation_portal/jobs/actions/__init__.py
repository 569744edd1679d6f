from .asking import NotFailed, Wish, enqueue, enqueue_many, retry
from .purging import purge_jobs
from .routines import note_routine
from .running import run
from .sweeping import sweep

__all__ = ["NotFailed", "Wish", "enqueue", "enqueue_many", "note_routine", "purge_jobs", "retry", "run", "sweep"]
