"""What procedures are in the portal: the things that wait."""

from emulation_portal.core.declarations import declare
from emulation_portal.core.parts import Work

from .work import waiting_for

declare(Work(waiting_for, 20))
