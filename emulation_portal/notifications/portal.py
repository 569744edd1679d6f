"""What messages are in the portal: the bell, what was mailed, and who is told of a step."""

from emulation_portal.core.declarations import declare
from emulation_portal.core.parts import Bell, HelpPage, LogWords, Shortcut, Subject, Verb, Visits
from emulation_portal.procedure.following import Follower
from emulation_portal.rights.enums import Role

from .composing import compose_digest
from .crowd import visits
from .enums import Mails
from .models import Message
from .registry import MessageKind
from .steps import CAME, CAME_BACK, tell_next

declare(
    Bell(lambda user: Message.objects.under_bell(user).unread().count(), "notifications:inbox"),
    MessageKind(CAME, "Việc chuyển đến"),
    MessageKind(CAME_BACK, "Việc trả lại", Mails.AT_ONCE),
    MessageKind("notifications.digest", "Bản tin ngày", Mails.AT_ONCE, is_under_bell=False, compose=compose_digest),
    Follower(tell_next),
    Shortcut("Xem thư đã gửi", Role.ADMIN, "notifications:outbox", order=80),
    Shortcut("Xem thư đã gửi", Role.OFFICER, "notifications:outbox", order=90),
    HelpPage(
        "thong-bao-cua-toi",
        "Thông báo, thư của cổng",
        "Chuông thông báo, bản tin ngày, thư gửi không được thì gửi lại.",
        addresses=("/thong-bao/", "/thu-da-gui/"),
    ),
    Subject("notifications.message", "Thư báo"),
    LogWords({"message.sent_again": Verb("Gửi lại thư")}),
    Visits(visits),
)
