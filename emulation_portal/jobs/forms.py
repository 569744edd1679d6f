from emulation_portal.core.filters import Filters, choice

from .enums import JobState
from .queries import years_of_jobs


class JobFilters(Filters):
    year = choice("Năm", field_name="created_at__year", empty="Tất cả các năm")
    state = choice("Trạng thái", JobState.choices, empty="Tất cả trạng thái")

    def fill_choices(self) -> None:
        self.choices("year", [(year, str(year)) for year in years_of_jobs(self.queryset)])
