"""What the decree says of signatures. Pure functions."""

from emulation_portal.core.vietnamese import upper

from .enums import SigningForm


def signature_lines(form: str, *, body_name: str, head_title: str, own_title: str) -> list[str]:
    """Return the lines of ô 7a in capitals, top to bottom: ["TM. BAN THƯỜNG VỤ", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"].

    Source: NĐ 30/2020/NĐ-CP Điều 13; Phụ lục I, II.7.
    """
    lines = {
        SigningForm.HEAD: [own_title],
        SigningForm.TM: [f"TM. {body_name}", own_title],
        SigningForm.KT: [f"KT. {head_title}", own_title],
        SigningForm.TM_KT: [f"TM. {body_name}", f"KT. {head_title}", own_title],
        SigningForm.Q: [f"Q. {head_title}"],
        SigningForm.TL: [f"TL. {head_title}", own_title],
        SigningForm.TUQ: [f"TUQ. {head_title}", own_title],
    }[SigningForm(form)]
    return [upper(line) for line in lines]
