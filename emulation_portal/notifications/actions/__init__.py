from .digest import gather_digests, reader_of
from .mailing import MailNotFailed, MailRefused, compose, send_again, send_mail_of
from .reading import choose_digest, mark_all_read, mark_read, mark_read_about, purge_messages, settle
from .telling import Told, tell, tell_each

__all__ = [
    "MailNotFailed",
    "MailRefused",
    "Told",
    "choose_digest",
    "compose",
    "gather_digests",
    "mark_all_read",
    "mark_read",
    "mark_read_about",
    "purge_messages",
    "reader_of",
    "send_again",
    "send_mail_of",
    "settle",
    "tell",
    "tell_each",
]
