"""What files are in the portal: words for the log. At what they stand, the apps say (`owners.FileOwner`)."""

from emulation_portal.core.declarations import declare
from emulation_portal.core.parts import LogWords, Subject, Verb

declare(
    Subject("files.storedfile", "Tệp"),
    LogWords({"file.damaged": Verb("Phát hiện tệp lưu bị hỏng", "danger")}),
)
