from .asking import NotFailed, enqueue, retry
from .running import run
from .sweeping import sweep

__all__ = ["NotFailed", "enqueue", "retry", "run", "sweep"]
