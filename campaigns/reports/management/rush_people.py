"""The people of a rush: a process of its own that is told on its standard input who they are and what each of them does.

It speaks to the server as browsers do behind nginx, one connection for each request, and says at the end what was
answered. It knows nothing of Django, so that asking costs as little as can be.
"""

import http.client
import json
import random
import re
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import urlencode

TIMEOUT_SECONDS = 120
REVISION = re.compile(rb'name="revision" value="(\d+)"')
RECEIPT = re.compile(rb'class="receipt-code">(\w+)<')


class RushingPerson:
    """One who writes, with the session of their browser and, where they submit, that of their head."""

    def __init__(self, plan: dict[str, Any], told: dict[str, Any]) -> None:
        self.plan, self.told = plan, told
        self.seen: dict[str, int] = dict(told["seen"])
        self.kept: dict[str, str] = {}
        self.receipt = ""
        self.answers: Counter[str] = Counter()
        self.slowest = 0.0
        self.chance = random.Random(told["report"])

    def ask(self, session: str, url: str, data: dict[str, str] | None = None) -> tuple[int, bytes, str]:
        """Return status, body and the address that the answer leads to; status 0 when there is no answer."""
        began = time.monotonic()
        connection = http.client.HTTPConnection(self.plan["host"], self.plan["port"], timeout=TIMEOUT_SECONDS)
        cookies = f"{self.plan['session_cookie']}={session}; {self.plan['csrf_cookie']}={self.plan['token']}"
        headers = {"Host": "localhost", "Cookie": cookies, "Connection": "close"}
        body = None
        if data is not None:
            body = urlencode({**data, "csrfmiddlewaretoken": self.plan["token"]})
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            connection.request("GET" if data is None else "POST", url, body, headers)
            answer = connection.getresponse()
            return answer.status, answer.read(), answer.headers.get("Location", "")
        except (OSError, http.client.HTTPException) as error:
            return 0, str(error).encode(), ""
        finally:
            connection.close()
            self.slowest = max(self.slowest, time.monotonic() - began)

    def look(self) -> None:
        """Open the page of one query."""
        status, _, _ = self.ask(self.told["session"], self.plan["one_query"])
        self.note("one query", status, is_right=status == 200)

    def type(self) -> None:
        """Type another number into a field, and hold as kept what the server says it kept."""
        code, number = self.chance.choice(self.told["codes"]), str(self.chance.randrange(1, 100_000))
        said = {"code": code, "value": number, "seen": str(self.seen[code])}
        status, body, _ = self.ask(self.told["session"], self.told["field"], said)
        if self.note("autosave", status, is_right=status == 200):
            self.seen[code] = json.loads(body)["seen"]
            self.kept[code] = number

    def submit(self) -> None:
        """Read the report once more and send it to the head; as the head, read, confirm and submit it, and see the receipt.

        Whoever has no head here, does nothing.
        """
        if not self.told["head"]:
            return
        if self.press("send to head", self.told["session"], self.told["review"], self.told["send"]):
            self.press("submit", self.told["head"], self.told["submit"], self.told["submit"])
        status, page, _ = self.ask(self.told["head"], self.told["page"])
        found = RECEIPT.search(page)
        if self.note("receipt", status, is_right=found is not None) and found:
            self.receipt = found[1].decode()

    def press(self, what: str, session: str, page_url: str, url: str) -> bool:
        """Open a page, and press its button with the revision that stands on it."""
        status, page, _ = self.ask(session, page_url)
        found = REVISION.search(page)
        if not found:
            return self.note(what, status, is_right=False)
        status, _, to = self.ask(session, url, {"revision": found[1].decode()})
        return self.note(what, status, is_right=status == 302 and to == self.told["page"])

    def note(self, what: str, status: int, *, is_right: bool) -> bool:
        self.answers[what if is_right else f"{what}: {status or 'no answer'}"] += 1
        return is_right


def at_once(people: Sequence[RushingPerson], act: Callable[[RushingPerson], None]) -> float:
    """Let all people begin at the same moment; return the seconds until the last one is done."""
    barrier = threading.Barrier(len(people) + 1)

    def run(person: RushingPerson) -> None:
        barrier.wait()
        act(person)

    threads = [threading.Thread(target=run, args=[person]) for person in people]
    for thread in threads:
        thread.start()
    barrier.wait()
    began = time.monotonic()
    for thread in threads:
        thread.join()
    return time.monotonic() - began


def main() -> None:
    plan = json.load(sys.stdin)
    people = [RushingPerson(plan, told) for told in plan["people"]]
    times = plan["times"]

    def look(person: RushingPerson) -> None:
        for _ in range(times):
            person.look()

    def type_much(person: RushingPerson) -> None:
        for _ in range(times):
            person.type()

    def type_and_submit(person: RushingPerson) -> None:
        for _ in range(person.chance.randrange(1, times + 1)):
            person.type()
        person.submit()

    # The page of one query before, between and after what is typed, so that what else the machine does falls on both.
    seconds: dict[str, list[float]] = {"one query": [], "autosave": []}
    for _ in range(2):
        seconds["one query"].append(at_once(people, look))
        seconds["autosave"].append(at_once(people, type_much))
    seconds["one query"].append(at_once(people, look))
    seconds["typing and submitting"] = [at_once(people, type_and_submit)]
    json.dump(
        {
            "seconds": seconds,
            "answers": sum((person.answers for person in people), Counter()),
            "slowest": max(person.slowest for person in people),
            "kept": {str(person.told["report"]): person.kept for person in people},
            "receipts": {str(person.told["report"]): person.receipt for person in people if person.receipt},
        },
        sys.stdout,
    )


if __name__ == "__main__":
    main()
