"""A dossier as it was sent: plain data, kept with every sending and compared with the one before."""

from typing import Any

from emulation_portal.files.queries import files_of

from .models import Nomination, NominationDossier

_SHOWN = {
    "name": "Họ tên, tên",
    "post": "Chức vụ",
    "reason": "Thành tích",
    "plea": "Lý do vẫn đề nghị",
    "votes": "Số người đồng ý",
}


def as_plain(dossier: NominationDossier, nominations: list[Nomination]) -> dict[str, Any]:
    """Return all that the unit says with this sending."""
    return {
        "meeting": {
            "met_on": dossier.met_on.isoformat() if dossier.met_on else "",
            "summoned": dossier.summoned,
            "present": dossier.present,
            "discussion": dossier.discussion,
        },
        "files": {str(file.pk): file.name for holder in (dossier, *nominations) for file in files_of(holder)},
        "nominations": [
            {
                "id": each.pk,
                "award": each.award,
                "name": each.name,
                "post": each.post,
                "reason": each.reason,
                "plea": each.plea,
                "votes": each.votes,
                "claim": each.claim,
            }
            for each in nominations
        ],
    }


def changes_of(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    """Return in words what the second sending says otherwise than the first."""
    old = {each["id"]: each for each in before["nominations"]}
    new = {each["id"]: each for each in after["nominations"]}
    told = [f"Thêm: {each['name']}" for key, each in new.items() if key not in old]
    told += [f"Bỏ: {each['name']}" for key, each in old.items() if key not in new]
    for key, each in new.items():
        was = old.get(key)
        if was is None:
            continue
        told += [
            f"{each['name']}, {label.lower()}: “{_short(was[name])}” thành “{_short(each[name])}”"
            for name, label in _SHOWN.items()
            if was[name] != each[name]
        ]
        if was["claim"] != each["claim"]:
            told.append(f"{each['name']}: sửa báo cáo thành tích, thông tin điều kiện")
    kept, now = before.get("files", {}), after.get("files", {})
    told += [f"Thêm minh chứng: {now[key]}" for key in now if key not in kept]
    told += [f"Gỡ minh chứng: {kept[key]}" for key in kept if key not in now]
    if before["meeting"] != after["meeting"]:
        told.append("Sửa cuộc họp bình xét")
    return told


_LONGEST = 60


def _short(value: Any) -> str:
    words = "" if value is None else str(value)
    return words if len(words) <= _LONGEST else f"{words[:_LONGEST]}…"
