"""Who asks, all at once and each in a thread of their own: what an office, a case system and a night's work do in a month."""

from __future__ import annotations

import hashlib
import itertools
import json
import queue
import random
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from benchmarks.chaos.asking import Asker
from benchmarks.chaos.ledger import Ledger, Report
from service.example import EXAMPLE_HOUSEHOLD

LARGEST_CAPACITY = 40
ROWS_OF_A_PAGE = 25


@dataclass
class Load:
    """Everybody who asks.

    Attributes:
        address: of the service.
        program: headers with a program's key.
        officer, village: headers with the sessions of a county's officer and of a village's worker.
        places: regions of lists.
        days: that may be scored.
        today: as the county has it, `YYYY-MM-DD`.
    """

    address: str
    program: Mapping[str, str]
    officer: Mapping[str, str]
    village: Mapping[str, str]
    households: list[str]
    places: list[str]
    days: list[str]
    today: str
    seed: int
    ledger: Ledger = field(default_factory=Ledger)
    until: threading.Event = field(default_factory=threading.Event)
    _askers: list[Asker] = field(default_factory=list)
    opened: queue.Queue[tuple[str, str]] = field(default_factory=queue.Queue)

    def threads(self) -> list[threading.Thread]:
        """Who asks, not begun yet."""
        work = {
            "reporter-1": self.report,
            "reporter-2": self.report,
            "mover": self.move,
            "reader": self.read,
            "assessor": self.assess,
            "lister": self.cut,
            "watcher": self.watch,
            "scorer": self.score,
        }
        return [
            threading.Thread(target=self._surely, args=[name, piece, number], name=name)
            for number, (name, piece) in enumerate(work.items())
        ]

    def _surely(self, name: str, piece: Any, number: int) -> None:
        try:
            piece(name, random.Random(self.seed * 100 + number))  # noqa: S311 - no secret
        except Exception as error:  # noqa: BLE001 - whatever ended it is a fault of this rehearsal
            self.ledger.fault(f"{name} ended: {type(error).__name__}: {error}")

    def _asker(self, headers: Mapping[str, str]) -> Asker:
        asker = Asker(self.address, headers, self.ledger)
        self._askers.append(asker)
        return asker

    def close(self) -> None:
        """End all connections, when nobody asks any more."""
        for asker in self._askers:
            asker.close()

    def report(self, name: str, draw: random.Random) -> None:
        """Reports, now and then of a family that has a lead already, now and then the same again."""
        asker = self._asker(self.program)
        for number in itertools.count():
            if self.until.is_set():
                return
            household, reference = draw.choice(self.households), f"{name}-{number}"
            sent = {
                "household_id": household,
                "source": draw.choice(["trigger", "self_report"]),
                "reference": reference,
                "reported_on": self.today,
                "risk_type": "illness",
            }
            _, answer = asker.change("report", "/v1/leads", sent)
            if answer.status_code not in (200, 201):
                self.ledger.fault(f"a report was refused: {answer.text[:300]}")
                continue
            known = answer.json()
            self.ledger.reports[reference] = Report(household, known["id"], answer.status_code)
            if answer.status_code == 201:
                self.opened.put((known["id"], known["region_code"]))
            if draw.random() < 0.2:
                _, again = asker.change("report", "/v1/leads", sent)
                if again.json().get("id") != known["id"] or again.status_code != 200:
                    self.ledger.fault("the same report again was another lead")

    def move(self, name: str, draw: random.Random) -> None:  # noqa: ARG002
        """Leads that were opened are dispatched and visited, one after the other, as far as the time goes."""
        officer, village = self._asker(self.officer), self._asker(self.village)
        while not self.until.is_set():
            try:
                lead, place = self.opened.get(timeout=0.2)
            except queue.Empty:
                continue
            dispatched = {"move": "dispatch", "details": {"place": place}}
            found = {"visited_on": self.today, "verdict": "unfounded", "unfounded_reason": "no_risk"}
            for asker, what, path, sent in (
                (officer, "dispatch", f"/v1/leads/{lead}/moves", dispatched),
                (village, "visit", f"/v1/leads/{lead}/visits", found),
            ):
                key, answer = asker.change(what, path, sent)
                if answer.status_code != 200:
                    self.ledger.fault(f"{what} was refused: {answer.status_code} {answer.text[:400]}")
                    break
                self.ledger.moves[key] = (lead, what)

    def read(self, name: str, draw: random.Random) -> None:  # noqa: ARG002
        """Stored households: of a run always the same bytes."""
        asker = self._asker(self.program)
        some = draw.sample(self.households, min(len(self.households), 200))
        while not self.until.is_set():
            household = draw.choice(some)
            answer = asker.read("assessment", f"/v1/households/{household}/assessment", as_of=self.days[0])
            if answer.status_code == 200 and "fanpin-run" in answer.headers:
                self.ledger.answer(household, answer.headers["fanpin-run"], answer.content)
            elif answer.status_code not in (200, 409):
                self.ledger.fault(f"an assessment: {answer.status_code} {answer.text[:300]}")

    def assess(self, name: str, draw: random.Random) -> None:  # noqa: ARG002
        """A document that is sent again and again: of one state of the records always the same bytes."""
        asker = self._asker(self.program)
        while not self.until.wait(0.05):
            answer = asker.assess("document", "/v1/assessments", EXAMPLE_HOUSEHOLD)
            if answer.status_code == 200:
                # Visits that land meanwhile make another state of the records, which the answer names.
                made_from = hashlib.sha256(json.dumps(answer.json()["made_from"]).encode()).hexdigest()
                self.ledger.answer("document", made_from, answer.content)

    def cut(self, name: str, draw: random.Random) -> None:  # noqa: ARG002
        """Lists of places: made, and read to their end."""
        asker = self._asker(self.program)
        while not self.until.wait(0.1):
            sent = {
                "as_of": self.days[0],
                "region": draw.choice(self.places),
                "capacity": draw.randint(1, LARGEST_CAPACITY),
            }
            key, answer = asker.change("list", "/v1/risk-lists", sent)
            if answer.status_code in (200, 201):
                self.ledger.lists[key] = answer.json()["id"]
                self._whole(asker, answer.json())
            elif answer.status_code != 422:
                self.ledger.fault(f"a list was refused: {answer.status_code} {answer.text[:300]}")

    def watch(self, name: str, draw: random.Random) -> None:  # noqa: ARG002
        """Whatever lists and runs anybody sees are whole."""
        asker = self._asker(self.program)
        while not self.until.wait(0.1):
            seen = asker.read("lists", "/v1/risk-lists", limit=20).json()["items"]
            if seen:
                self._whole(asker, draw.choice(seen))
            for run in asker.read("runs", "/v1/scoring-runs", limit=20).json()["items"]:
                if run["state"] == "complete" and draw.random() < 0.1:
                    self._complete(asker, run)

    def score(self, name: str, draw: random.Random) -> None:  # noqa: ARG002
        """Days are asked to be scored, one after the other."""
        asker = self._asker(self.program)
        for day in self.days[1:]:
            if self.until.is_set():
                return
            key, answer = asker.change("run", "/v1/scoring-runs", {"as_of": day})
            if answer.status_code not in (200, 202):
                self.ledger.fault(f"a run was refused: {answer.status_code} {answer.text[:300]}")
                continue
            run = answer.json()["id"]
            self.ledger.runs[key] = run
            while not self.until.wait(0.5):
                if asker.read("run", f"/v1/scoring-runs/{run}").json()["state"] in ("complete", "failed"):
                    break

    def _whole(self, asker: Asker, seen: dict[str, Any]) -> None:
        numbers = [item["number"] for item in self._every(asker, f"/v1/risk-lists/{seen['id']}/items")]
        if sorted(numbers) != list(range(1, seen["items"] + 1)):
            self.ledger.fault(f"list {seen['id']} of {seen['items']} was seen with {len(numbers)} items")

    def _complete(self, asker: Asker, run: dict[str, Any]) -> None:
        ranks = [item["rank"] for item in self._every(asker, f"/v1/scoring-runs/{run['id']}/assessments", limit=500)]
        if len(ranks) != run["scored"]:
            self.ledger.fault(f"run {run['id']} of {run['scored']} was seen with {len(ranks)} households")

    def _every(self, asker: Asker, path: str, limit: int = ROWS_OF_A_PAGE) -> list[dict[str, Any]]:
        items: list[dict[str, Any]] = []
        cursor: dict[str, str] = {}
        while True:
            answer = asker.read("page", path, limit=limit, **cursor)
            if answer.status_code != 200:
                self.ledger.fault(f"a page: {answer.status_code} {answer.text[:300]}")
                return items
            page = answer.json()
            items += page["items"]
            if page["next"] is None:
                return items
            cursor = {"cursor": page["next"]}
