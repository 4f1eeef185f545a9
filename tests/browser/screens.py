"""Pictures of every page, on a desk and in a hand, of a made-up county: `make screens FROM=DIR`, where DIR is a demo's.

The demo's folder is copied, so that it stays as it was; the county works for a month in the copy: two lists issued, households sent out,
visits recorded, an export asked for.
"""

from __future__ import annotations

import shutil
import socket
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import uvicorn
from fastapi import FastAPI
from fastapi.testclient import TestClient
from playwright.sync_api import Browser, BrowserContext, sync_playwright

from features.policy.loading import Policy
from features.records.store.states import StoreKept
from models import DEFAULT_MODEL
from models.registry import load_champion
from models.runs import make_run
from service.app import create_app
from service.cli.workers import configuration
from service.local_time import day_of
from service.principal import Role
from service.rounds import comparisons, runs
from service.routes.doing import now
from service.settings import Settings
from service.store.upgrading import upgrade
from service.vault.filling import described, fill
from tests.browser.chromium import chromium_here, why_not
from tests.house.repository import ROOT
from tests.service.people import code_for
from training.demo import look_in

OUT = ROOT / "docs" / "screens"
DESK, PHONE = (1366, 768), (390, 844)
COUNTY = "990101"
SENT_OUT, VISITED = 24, 9
FINDS_LATER = 600.0
"""Seconds after which findings and ledgers of a county should be worked out."""


def main(demo: Path, folder: Path) -> None:
    """Make every picture anew.

    Args:
        folder: empty, for the copy.
    """
    if (why := why_not()) is not None:
        sys.exit(why)
    copy = folder / "demo"
    shutil.copytree(demo, copy, ignore=shutil.ignore_patterns("county", "service.*", "api.key", "department.key"))
    look_in(copy)
    app = create_app(replace(Settings.from_environment(), work_ahead=False))
    upgrade(app.state.resources.door.database)
    with TestClient(app):
        pages = worked(app, copy)
        with served(app) as address, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium_here(), args=["--no-sandbox"])
            OUT.mkdir(exist_ok=True)
            for name, of in pages.items():
                picture(browser, app, address, of, name)
            browser.close()


def worked(app: FastAPI, folder: Path) -> dict[str, tuple[Role, str, str]]:
    """A month of the office; then each page by its name: who looks at it, where they work, its address."""
    held, moment = app.state.resources, now()
    store, policy = StoreKept(folder / "records").now(), Policy.load()
    fill(held.door.database, held.door.keyring, policy, described(store, moment.date()), moment, actor="system:fanpin")
    days = sorted(set(store.deliveries()["known_date"].to_list()))[-2:]
    model = load_champion(DEFAULT_MODEL, copy=folder / "model")
    for day in days:
        make_run(model, store, policy, day)
    runs(held)
    officer = person(app, Role.COUNTY_OFFICER, COUNTY)
    list_id = [issued(officer, str(day)) for day in days][-1]
    comparisons(held)
    items = done(officer.get(f"/v1/risk-lists/{list_id}/items", params={"limit": SENT_OUT}))["items"]
    village = items[0]["region_code"]
    leads = [lead_of(officer, list_id, item) for item in items]
    for lead, item in list(zip(leads, items, strict=True))[:VISITED]:
        visit(app, lead, item)
    waiting, there = leads[VISITED], items[VISITED]["region_code"]
    first = items[1]["household_id"]
    for path in ("/v1/findings", "/v1/triggers", "/v1/gaps"):
        officer.get(path, params={"limit": 1})
    office, town = (Role.COUNTY_OFFICER, COUNTY), (Role.TOWNSHIP, village[:9])
    return {
        "home": (*office, "/home"),
        "list": (*office, "/lists"),
        "visits": (*office, f"/lists?list={list_id}&visits=400#capacity"),
        "changes": (*office, f"/lists/{list_id}/changes"),
        "list-print": (*office, f"/lists/{list_id}/print?region={village[:9]}"),
        "list-new": (*office, "/lists/new"),
        "excel": (*office, f"/lists/{list_id}/excel"),
        "excel-in": (*office, "/lists/excel-in"),
        "exports": (*office, "/exports"),
        "households": (*office, "/households"),
        "family": (*office, f"/households/{first}?as_of={days[-1]}"),
        "family-sheet": (*office, f"/households/{first}/sheet?as_of={days[-1]}"),
        "signing": (*office, f"/households/{first}/signing?as_of={days[-1]}"),
        "measures": (*office, f"/households/{first}/measures?as_of={days[-1]}"),
        "facts": (*office, f"/households/{first}/facts?as_of={days[-1]}"),
        "leads": (*office, "/leads"),
        "lead": (*office, f"/leads/{leads[0]}"),
        "visit": (Role.VILLAGE, there, f"/leads/{waiting}/visit"),
        "notice": (*town, "/leads/notice"),
        "villages": (*office, "/villages"),
        "village": (*office, f"/villages/{village}"),
        "ledgers": (*office, "/ledgers"),
        "findings": (*office, "/findings"),
        "deliveries": (Role.DATA_STAFF, "", "/deliveries"),
        "models": (Role.DATA_STAFF, "", "/models"),
        "users": (Role.SECURITY_ADMIN, "", "/users"),
        "audit": (Role.AUDITOR, "", "/audit"),
        "sessions": (*office, "/sessions"),
    }


def person(app: FastAPI, role: Role, place: str) -> TestClient:
    somebody = TestClient(app, follow_redirects=False)
    somebody.get(f"/login?code={code_for(app, role, place)}")
    return somebody


def done(answer: Any) -> dict[str, Any]:
    assert answer.status_code < 300, answer.text
    return dict(answer.json())


def issued(officer: TestClient, day: str) -> str:
    """The county's list of a day."""
    list_id = str(done(officer.post("/v1/risk-lists", json={"region": COUNTY, "as_of": day}))["id"])
    done(officer.post(f"/v1/risk-lists/{list_id}/issue"))
    return list_id


def lead_of(officer: TestClient, list_id: str, item: dict[str, Any]) -> str:
    """The household sent out to its village."""
    today = str(day_of(now()))
    report = {
        "household_id": item["household_id"],
        "source": "model",
        "reference": f"list:{list_id}/{item['number']}",
        "reported_on": today,
        "score_id": item["score_id"],
    }
    lead = done(officer.post("/v1/leads", json=report))["id"]
    move = {"move": "dispatch", "details": {"place": item["region_code"]}}
    done(officer.post(f"/v1/leads/{lead}/moves", json=move))
    return str(lead)


def visit(app: FastAPI, lead: str, item: dict[str, Any]) -> None:
    """What was found: illness at every third, no risk at the others."""
    cadre = person(app, Role.VILLAGE, item["region_code"])
    found = {"visited_on": str(day_of(now()))}
    if item["number"] % 3 == 0:
        found |= {"verdict": "confirmed", "risk_types": ["illness"]}  # type: ignore[dict-item]
    else:
        found |= {"verdict": "unfounded", "unfounded_reason": "no_risk"}
    done(cadre.post(f"/v1/leads/{lead}/visits", json=found))


@contextmanager
def served(app: FastAPI) -> Iterator[str]:
    """The application on a port of this machine."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        config = configuration(app)
        config.lifespan, config.timeout_graceful_shutdown = "off", 2
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, args=[[listening]])
        thread.start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        server.should_exit = True
        thread.join()


def until_there(context: BrowserContext, address: str) -> int:
    """What a page is answered with once it is worked out; it is asked beside the browser, whose own page would look again by itself."""
    ends = time.monotonic() + FINDS_LATER
    while (status := context.request.get(address).status) == 503 and time.monotonic() < ends:
        time.sleep(2)
    return status


def picture(browser: Browser, app: FastAPI, address: str, of: tuple[Role, str, str], name: str) -> None:
    """Of a page, on both screens."""
    role, place, path = of
    for screen, (width, height) in (("desk", DESK), ("phone", PHONE)):
        context = browser.new_context(locale="zh-CN", viewport={"width": width, "height": height})
        page = context.new_page()
        page.goto(f"{address}/login?code={code_for(app, role, place)}")
        there = until_there(context, address + path)
        assert there == 200, (name, there)
        page.goto(address + path)
        page.screenshot(path=OUT / f"{name}-{screen}.png")
        context.close()
        print(f"{name}-{screen}")  # noqa: T201 - what a command says


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
