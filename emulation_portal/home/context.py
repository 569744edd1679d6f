from typing import Any

from django.http import HttpRequest


def portal(request: HttpRequest) -> dict[str, Any]:
    """Return what every page's frame needs."""
    return {"institution_name": "Liên minh Hợp tác xã tỉnh Quảng Ninh", "portal_name": "Cổng Thi đua - Khen thưởng", "rail": []}
