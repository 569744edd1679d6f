from .asking import NotFailed, Wish, enqueue, enqueue_many, retry
from .purging import purge_jobs
from .running import run
from .sweeping import sweep

__all__ = ["NotFailed", "Wish", "enqueue", "enqueue_many", "purge_jobs", "retry", "run", "sweep"]
