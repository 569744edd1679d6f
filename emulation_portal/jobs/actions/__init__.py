from .asking import NotFailed, enqueue, retry

__all__ = ["NotFailed", "enqueue", "retry"]
