"""What a table of people would do: who is new, what changes of whom, which posts begin, whose account is opened."""

import datetime as dt
from dataclasses import dataclass, field

from emulation_portal.accounts.actions import USERNAME
from emulation_portal.core.dates import short_date, today
from emulation_portal.core.vietnamese import fold, split_name, usual_name
from emulation_portal.rights.enums import UNIT_ROLES, Role
from emulation_portal.spreadsheets.columns import CLEAR, YES
from emulation_portal.spreadsheets.intake import Sent, SheetRow

from .. import regulations
from ..models import NAME_PARTS, Person, Unit
from .people_known import KnownPerson, KnownPlace, Post, free_usernames, known_people, taken_emails
from .planning import CHANGE, NEW, ImportPlan, PlannedRow, refuse

_LONGEST_PARTS = [getattr(Person._meta.get_field(name), "max_length", 0) for name in NAME_PARTS]


@dataclass(slots=True)
class PersonStep:
    """What is written for one line. `known` None: somebody new, `same_as` the line that writes them down."""

    row: int
    place: KnownPlace
    known: KnownPerson | None
    full_name: str
    birth_date: dt.date | None
    same_as: int
    changed: dict[str, list[str]] = field(default_factory=dict)
    post: Post | None = None
    role: str = ""  # of the account that is opened
    email: str = ""
    username: str = ""


@dataclass
class PeoplePlan(ImportPlan):
    """`made`: who was written down by which line; empty until then."""

    lines: list[PersonStep] = field(default_factory=list)
    made: dict[int, int] = field(default_factory=dict)

    def key_of(self, step: PersonStep) -> int:
        """Return the key of the person of a line, when new people have been written down."""
        return step.known.pk if step.known else self.made[step.same_as]


def plan_people(sent: Sent, alliance: Unit) -> PeoplePlan:
    """Return what the table would do; nothing is locked."""
    return _PeoplePlanner(sent, alliance).plan


class _PeoplePlanner:
    def __init__(self, sent: Sent, alliance: Unit) -> None:
        self.sent, self.plan, self.on = sent, PeoplePlan(), today()
        codes = {row.says["unit"] for row in sent.rows if "unit" in row.says}
        keys = {int(row.says["person"]) for row in sent.rows if "person" in row.says}
        self.known = known_people(alliance.pk, codes, keys, on=self.on)
        addresses = {row.says["email"].lower() for row in sent.rows if "email" in row.says}
        self.emails = dict.fromkeys(taken_emails(addresses), 0)
        self.written: dict[tuple[str, ...], int] = {}  # lines that say the same post, and new people, by what they say
        self.accounts: dict[int, int] = {}  # of known people whose account is opened, the line
        self.said: dict[tuple[int, str], str] = {}  # what was said of known people
        self.seen: set[int] = set()
        for row in sent.rows:
            self._plan_row(row)
        self.written.clear()  # of many lines it is much, and needed no more
        names = free_usernames({line.row: self._username(line) for line in self.plan.lines if line.role})
        for line in self.plan.lines:
            line.username = names.get(line.row, "")
            self._tell(line)
        self.plan.problems = [*sent.problems, *self.plan.problems]

    def refuse(self, row: SheetRow, name: str, message: str) -> None:
        refuse(self.plan, self.sent, row, name, message)

    def _plan_row(self, row: SheetRow) -> None:
        code, name = row.says.get("unit"), row.says.get("full_name")
        place = self.known.units.get(code) if code else None
        if code is None:
            self.refuse(row, "unit", "Thiếu mã đơn vị. Hãy ghi mã của nơi người này giữ chức vụ.")
        elif place is None:
            self.refuse(row, "unit", f"Không có đơn vị nào mã {code}. Hãy xem lại mã, hoặc nhập đơn vị trước.")
        person = self._person(row, place)
        if name is None and person is None:
            self.refuse(row, "full_name", "Thiếu họ và tên. Hãy ghi họ tên, hoặc xóa cả dòng.")
        if place is None or row.bad or (person is None and (name is None or "person" in row.says)):
            return
        full_name = name or (person.full_name if person else "")
        self._check_name(row, full_name, person)
        born = self._birth(row)
        step = PersonStep(row.number, place, person, full_name, born, row.number)
        if person is None:
            self._join_same(row, step)
        elif self._is_said_once(row, person):
            self._change(step, row, person)
        self._begin_post(step, row)
        self._open_account(step, row)
        self.plan.lines.append(step)

    def _person(self, row: SheetRow, place: KnownPlace | None) -> KnownPerson | None:
        """Return who is meant: by the key, else the one so called in the unit whose birth does not speak against it."""
        if "person" in row.says:
            found = self.known.people.get(int(row.says["person"]))
            if found is None:
                self.refuse(
                    row, "person", f"Không có người nào mã {row.says['person']}. Hãy để trống nếu là người mới."
                )
            return found
        if place is None or "full_name" not in row.says:
            return None
        born = row.says.get("birth_date")
        same = [
            person
            for person in self.known.called.get((place.pk, fold(row.says["full_name"])), ())
            if person.full_name == row.says["full_name"]
            and (born in (None, CLEAR) or person.birth_date is None or person.birth_date.isoformat() == born)
        ]
        if len(same) > 1:
            self.refuse(
                row, "full_name", f"Có {len(same)} người cùng tên ở đơn vị này. Hãy ghi cột “Mã người” hoặc ngày sinh."
            )
        return same[0] if len(same) == 1 else None

    def _check_name(self, row: SheetRow, name: str, person: KnownPerson | None) -> None:
        if person and person.full_name == name:
            return
        if name != usual_name(name):
            self.refuse(row, "full_name", f"Thường viết là “{usual_name(name)}”. Hãy sửa lại họ tên.")
        parts = split_name(name)
        if any(len(part) > most for part, most in zip(parts, _LONGEST_PARTS, strict=True)):
            self.refuse(row, "full_name", "Họ, tên đệm hoặc tên dài quá. Hãy viết gọn lại.")

    def _birth(self, row: SheetRow) -> dt.date | None:
        said = row.says.get("birth_date")
        if said in (None, CLEAR):
            return None
        born = dt.date.fromisoformat(str(said))
        if not regulations.is_of_working_age(born, on=self.on):
            age = regulations.WORKING_AGE
            words = f"Sinh ngày {short_date(born)} thì chưa đủ {age} tuổi để làm việc. Hãy xem lại năm sinh."
            self.refuse(row, "birth_date", words)
        return born

    def _join_same(self, row: SheetRow, step: PersonStep) -> None:
        """Let two lines of one name and birth in one unit be one new person; elsewhere it may be another so called."""
        key = ("person", step.place.code, fold(step.full_name), str(step.birth_date or row.number))
        step.same_as = self.written.setdefault(key, row.number)

    def _is_said_once(self, row: SheetRow, person: KnownPerson) -> bool:
        """Refuse a line that says otherwise than an earlier one of the same person; of several the first counts."""
        is_first = person.pk not in self.seen
        self.seen.add(person.pk)
        for name in ("full_name", "birth_date"):
            if (said := row.says.get(name)) is None:
                continue
            if self.said.setdefault((person.pk, name), said) != said:
                self.refuse(row, name, "Khác với một dòng trước của cùng người này. Hãy ghi như nhau ở các dòng.")
        return is_first

    def _change(self, step: PersonStep, row: SheetRow, person: KnownPerson) -> None:
        if step.full_name != person.full_name:
            step.changed["full_name"] = [person.full_name, step.full_name]
        if "birth_date" in row.says and step.birth_date != person.birth_date:
            days = (person.birth_date, step.birth_date)
            step.changed["birth_date"] = [each.isoformat() if each else "" for each in days]

    def _begin_post(self, step: PersonStep, row: SheetRow) -> None:
        title, since = row.says.get("title"), row.says.get("since")
        if title is None:
            if step.known is None:
                self.refuse(row, "title", "Người mới thiếu chức vụ. Hãy ghi chức vụ, ví dụ Giám đốc.")
            return
        key = (str(step.known.pk) if step.known else f"n{step.same_as}", step.place.code, fold(title))
        if (first := self.written.setdefault(key, row.number)) != row.number:
            self.refuse(row, "title", f"Người và chức vụ này đã có ở dòng {first}. Hãy bỏ bớt một dòng.")
        on = dt.date.fromisoformat(since) if since else None
        mine = [
            p
            for p in (step.known.posts if step.known else ())
            if p.unit_id == step.place.pk and fold(p.title) == fold(title)
        ]
        held = next((post for post in mine if post.until is None or post.until > (on or self.on)), None)
        if held:
            self._check_post(row, held)
        elif on is None:
            self.refuse(row, "since", "Thiếu ngày bắt đầu giữ chức vụ. Hãy ghi ngày/tháng/năm.")
        elif self._is_open(step, row):
            step.post = Post(step.place.pk, title, row.says.get("is_head") == YES, on, None)

    def _check_post(self, row: SheetRow, held: Post) -> None:
        elsewhere = "Hãy sửa ở trang của người này; nhập từ Excel không sửa chức vụ đang giữ."
        if row.says.get("since", held.since.isoformat()) != held.since.isoformat():
            self.refuse(row, "since", f"Đang giữ chức vụ này từ ngày {short_date(held.since)}. {elsewhere}")
        if "is_head" in row.says and (row.says["is_head"] == YES) != held.is_head:
            self.refuse(row, "is_head", f"Khác với chức vụ đang giữ. {elsewhere}")

    def _is_open(self, step: PersonStep, row: SheetRow) -> bool:
        if step.place.closed_on is None:
            return True
        day = short_date(step.place.closed_on)
        words = f"“{step.place.name}” thôi hoạt động từ ngày {day} nên không nhận thêm người. Hãy mở lại đơn vị trước."
        self.refuse(row, "unit", words)
        return False

    def _open_account(self, step: PersonStep, row: SheetRow) -> None:
        wanted, address = row.says.get("account"), row.says.get("email", "").lower()
        has_one = step.known is not None and step.known.user_id is not None
        if has_one and step.known:
            if wanted is not None and wanted != YES:
                self.refuse(row, "account", "Người này đang có tài khoản. Hãy ngừng tài khoản ở trang của người này.")
            if address and address != step.known.email:
                self.refuse(row, "email", "Khác với thư điện tử của tài khoản. Hãy sửa ở trang của người này.")
            return
        if wanted != YES:
            if address:
                self.refuse(
                    row, "email", "Thư điện tử chỉ dùng khi mở tài khoản. Hãy ghi “có” ở cột “Tài khoản”, hoặc xóa ô."
                )
            return
        if (first := self._opened_before(step, row)) != row.number:
            self.refuse(row, "account", f"Tài khoản của người này đã mở ở dòng {first}. Hãy chỉ ghi “có” ở một dòng.")
            return
        step.role, step.email = self._role(step, row), address
        if address and self.emails.setdefault(address, row.number) != row.number:
            self.refuse(
                row,
                "email",
                f"Thư điện tử {address} đã có tài khoản khác dùng. Mỗi người một địa chỉ, hãy ghi địa chỉ khác.",
            )

    def _opened_before(self, step: PersonStep, row: SheetRow) -> int:
        key = -step.same_as if step.known is None else step.known.pk
        return self.accounts.setdefault(key, row.number)

    def _role(self, step: PersonStep, row: SheetRow) -> str:
        """Return the role that goes with the post; those of the office are given one by one."""
        posts = [p for p in (step.known.posts if step.known else ()) if p.unit_id == step.place.pk and p.until is None]
        post = step.post or next(iter(posts), None)
        title, is_head = (post.title, post.is_head) if post else (row.says.get("title", ""), False)
        role = regulations.suggest_role(step.place.kind, title, is_head=is_head)
        if role not in UNIT_ROLES:
            self.refuse(
                row, "account", "Tài khoản của văn phòng, Hội đồng được mở từng người. Hãy mở ở trang của người này."
            )
        elif not self._is_open(step, row) or not USERNAME.match(self._username(step)):
            self.refuse(row, "account", "Không mở được tài khoản với họ tên này. Hãy mở ở trang của người này.")
        return role

    def _username(self, step: PersonStep) -> str:
        return regulations.suggest_username(step.full_name, step.place.code)[:54]

    def _tell(self, step: PersonStep) -> None:
        told: list[tuple[str, str, str]] = []
        for name, heading in (("full_name", "Họ và tên"), ("birth_date", "Ngày sinh")):
            if name in step.changed:
                before, after = (_day(v) if name == "birth_date" else v for v in step.changed[name])
                told.append((heading, before, after))
        if step.post:
            head = ", người đứng đầu" if step.post.is_head else ""
            told.append(("Chức vụ", "", f"{step.post.title}{head}, từ {short_date(step.post.since)}"))
        if step.role:
            way = f"; gửi thư mời đến {step.email}" if step.email else "; chờ in phiếu kích hoạt"
            told.append(("Tài khoản", "", f"{step.username}, vai trò {Role(step.role).label}{way}"))
        if step.known is not None and not told:
            self.plan.same += 1
            return
        title = f"{step.full_name}, {step.place.code}"
        is_new = step.known is None and step.same_as == step.row
        born = f"Sinh ngày {short_date(step.birth_date)}" if is_new and step.birth_date else ""
        self.plan.steps.append(PlannedRow(step.row, NEW if is_new else CHANGE, title, born, told))


def _day(iso: str) -> str:
    return short_date(dt.date.fromisoformat(iso)) if iso else ""
