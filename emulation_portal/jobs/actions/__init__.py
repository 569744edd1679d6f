from .asking import NotFailed, enqueue, retry
from .purging import purge_jobs
from .running import run
from .sweeping import sweep

__all__ = ["NotFailed", "enqueue", "purge_jobs", "retry", "run", "sweep"]
