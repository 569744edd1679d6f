"""The sample alliance's bodies that issue papers."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from units.sample import SampleUnits

from .models import Issuer


@dataclass(frozen=True)
class SampleIssuers:
    alliance: Issuer
    council: Issuer


def load_issuers(on: dt.date, so_far: dict[type, Any]) -> SampleIssuers:
    units: SampleUnits = so_far[SampleUnits]
    alliance, _ = Issuer.objects.get_or_create(
        unit=units.alliance,
        defaults={
            "superior_lines": "LIÊN MINH HỢP TÁC XÃ VIỆT NAM",
            "name_lines": "LIÊN MINH HTX TỈNH QUẢNG NINH",
            "full_name": "Liên minh Hợp tác xã tỉnh Quảng Ninh",
            "place_name": "Quảng Ninh",
            "symbol": "LMHTX",
        },
    )
    council, _ = Issuer.objects.get_or_create(
        unit=units.council,
        defaults={
            "superior_lines": "LIÊN MINH HTX TỈNH QUẢNG NINH",
            "name_lines": "HỘI ĐỒNG THI ĐUA - KHEN THƯỞNG",
            "full_name": "Hội đồng Thi đua - Khen thưởng Liên minh Hợp tác xã tỉnh Quảng Ninh",
            "place_name": "Quảng Ninh",
            "symbol": "HĐTĐKT",
        },
    )
    return SampleIssuers(alliance, council)
