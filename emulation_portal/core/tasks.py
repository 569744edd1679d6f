from .caching import purge_cache
from .dates import today
from .routines import routine


@routine("core.purge_cache", "Dọn bộ nhớ đệm đã hết hạn")
def purge(**_ignored: object) -> None:
    purge_cache(on=today())
