"""What may become of an issued paper. People act on its draft; the paper follows."""

from emulation_portal.core.parts import Verb
from emulation_portal.procedure.declared import Procedure, State, Step

from . import policies
from .enums import DocumentStatus as D

DOCUMENT = Procedure(
    code="document",
    slug="van-ban",
    model="documents.Document",
    noun="văn bản",
    statuses=D,
    start=D.ISSUED.value,
    unit="issuer__unit",
    steps=(
        Step(
            "thay-the",
            (D.ISSUED,),
            D.SUPERSEDED,
            "superseded",
            "Thay thế",
            Verb("Thay thế bằng văn bản mới", "warning"),
            policies.check_can_replace,
            is_offered=False,
        ),
        Step(
            "thu-hoi",
            (D.ISSUED,),
            D.REVOKED,
            "revoked",
            "Thu hồi",
            Verb("Thu hồi văn bản", "danger"),
            policies.check_can_revoke,
            wants_reason=True,
            is_offered=False,
            when=lambda document: not document.is_of_unit,
            closed="Văn bản này do đơn vị ban hành nên Liên minh không thu hồi. Đơn vị sửa bằng cách gửi bản mới thay thế.",
        ),
        Step(
            "don-vi-rut",
            (D.ISSUED,),
            D.REVOKED,
            "withdrawn",
            "Rút lại",
            Verb("Đơn vị rút lại văn bản", "warning"),
            policies.check_can_replace,
            wants_reason=True,
            is_offered=False,
            when=lambda document: document.is_of_unit,
            closed="Văn bản trong sổ của Liên minh được thu hồi bằng một văn bản khác.",
        ),
    ),
    states={D.ISSUED: State("success"), D.SUPERSEDED: State("warning"), D.REVOKED: State("danger")},
    path=((D.ISSUED, "Có hiệu lực"),),
)
