"""What files are in the portal: words for the log. At what they stand, the apps say (`owners.FileOwner`)."""

from emulation_portal.core.declarations import declare
from emulation_portal.core.kept_files import KeptFiles
from emulation_portal.core.parts import LogWords, Subject, Verb

from .queries import named_files

declare(
    KeptFiles("files", named_files),
    Subject("files.storedfile", "Tệp"),
    LogWords({"file.damaged": Verb("Phát hiện tệp lưu bị hỏng", "danger")}),
)
