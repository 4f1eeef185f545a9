"""Every page of the office as it is asked for: by whom, with which filters, of which households. For `benchmarks.office`."""

from __future__ import annotations

from dataclasses import dataclass

TOWNSHIPS = tuple(f"990101{number:03d}" for number in range(1, 13))
OF_TOWNSHIPS = tuple(f"/lists?region={place}&limit=25" for place in TOWNSHIPS)

ADDRESSES: dict[str, tuple[str, tuple[str, ...], str]] = {
    "household": ("officer", OF_TOWNSHIPS, r'<th scope="row"[^>]*><a href="/households/([^"/?]+)'),
    "unscored": ("officer", ("/lists",), r'<li><a class="code" href="/households/([^"/?]+)'),
    "list": ("officer", ("/lists",), r"(list_[0-9a-z]{26})"),
    "lead": ("officer", tuple(f"/leads?region={place}" for place in TOWNSHIPS), r'href="/leads/(lead_[^"/?]+)"'),
    "own_lead": ("village", ("/leads",), r'href="/leads/(lead_[^"/?]+)"'),
    "village": ("officer", ("/villages",), r'href="/villages/([0-9]{12})'),
    "delivery": ("data", ("/deliveries",), r'href="/deliveries/([^"/?]+)"'),
    "version": ("data", ("/models",), r'href="/models/([0-9]+)"'),
    "user": ("system", ("/users",), r'href="/users/([^"/?]+)"'),
    "settlement": ("officer", ("/households",), r'<option value="([^"0-9a-z_]{2,})"'),
    "cursor": ("officer", ("/lists",), r'href="/lists[?]([^"]*cursor=[^"]+)"'),
}
"""By what is found: who looks for it on which pages, and how it stands there."""


@dataclass(frozen=True)
class Asked:
    """A kind of page.

    Attributes:
        by: a name of `benchmarks.office_at_work.PEOPLE`.
        paths: asked for in turn; `{kind}` is what was found, the next each time.
        is_file: something to print or to take along, of which nobody expects 300 kB.
    """

    name: str
    by: str
    paths: tuple[str, ...]
    is_file: bool = False


def _page(name: str, by: str, *paths: str, is_file: bool = False) -> Asked:
    return Asked(name, by, paths, is_file)


ASKED = (
    *(_page("home", by, "/home") for by in ("officer", "township", "village", "liaison", "data", "auditor")),
    _page("list", "officer", "/lists"),
    _page("list, township", "township", "/lists"),
    _page("list, filtered", "officer", *(
        f"/lists?{asked}" for asked in (
            "region=990101004", "band=high", "risk_type=illness", "risk_type=education&band=medium", "state=none", "new=1", "slot=must_include",
        )
    )),
    _page("list, code looked up", "officer", "/lists?household=9901010000000012", "/lists?household=99010100000"),
    _page("list, order of the round", "officer", "/lists?order=place", "/lists?order=settlement&region=990101002"),
    _page("list, capacity moved", "officer", "/lists?visits=50", "/lists?visits=1900", "/lists?visits=5000&floor=5"),
    _page("list, next page", "officer", "/lists?{cursor}"),
    _page("new list", "officer", "/lists/new"),
    _page("households", "officer", "/households"),
    _page("households, filtered", "officer", *(
        f"/households?{asked}" for asked in (
            "region=990101004", "band=medium", "risk_type=education", "household=99010100000", "order=place", "listed=1", "listed=0",
            "listed=1&band=low", "listed=1&order=household_id", "settlement={settlement}",
        )
    )),
    _page("households, of a village", "village", "/households"),
    _page("list, changes", "officer", "/lists/{list}/changes"),
    _page("list, print", "officer", "/lists/{list}/print?region=990101004", is_file=True),
    _page("list, print", "township", "/lists/{list}/print", is_file=True),
    _page("excel to fill in", "officer", "/lists/{list}/excel"),
    _page("excel back", "officer", "/lists/excel-in"),
    _page("exports", "officer", "/exports"),
    _page("family", "officer", "/households/{household}"),
    _page("family without a score", "officer", "/households/{unscored}"),
    _page("family, facts", "officer", "/households/{household}/facts"),
    _page("family, measures", "officer", "/households/{household}/measures"),
    _page("family, sheet", "officer", "/households/{household}/sheet"),
    _page("family, to sign", "officer", "/households/{household}/signing"),
    _page("leads", "officer", "/leads"),
    _page("leads, filtered", "officer", *(
        f"/leads?{asked}" for asked in (
            "overdue=1", "state=dispatched", "region=990101004", "source=model", "assigned=nobody", "state=ended", "region=990101004&state=dispatched",
        )
    )),
    _page("leads, of a village", "village", "/leads"),
    _page("lead", "officer", "/leads/{lead}"),
    _page("lead, new", "officer", "/leads/new"),
    _page("visit", "village", "/leads/{own_lead}/visit"),
    _page("notice", "village", "/leads/notice"),
    _page("villages", "officer", *(f"/villages?sort={by}" for by in ("listed", "zero_employment", "seekers", "lacks", "households"))),
    _page("villages, print", "officer", "/villages/print", is_file=True),
    _page("village", "officer", "/villages/{village}"),
    _page("ledgers", "officer", "/ledgers"),
    _page("ledgers, filtered", "officer", *(
        f"/ledgers?{asked}" for asked in ("guarantee=housing", "overdue=1", "region=990101004", "guarantee=schooling&standing=open")
    )),
    _page("ledgers, print", "officer", "/ledgers/print?region=990101004&guarantee=housing", is_file=True),
    _page("findings", "officer", "/findings"),
    _page("findings, filtered", "officer", *(
        f"/findings?{asked}" for asked in ("region=990101004", "tab=triggers", "tab=gaps", "region=990101004005")
    )),
    _page("findings", "liaison", "/findings"),
    _page("findings, print", "officer", "/findings/print?region=990101004", is_file=True),
    _page("deliveries", "data", "/deliveries"),
    _page("delivery", "data", "/deliveries/{delivery}"),
    _page("models", "data", "/models"),
    _page("model", "data", "/models/{version}"),
    _page("users", "system", "/users", "/users?name=worker1"),
    _page("user", "system", "/users/{user}"),
    _page("audit", "auditor", "/audit"),
    _page("audit, filtered", "auditor", "/audit?action=leads.move", "/audit?actor=officer", "/audit?since=2026-01-01&until=2026-12-31"),
    _page("sessions", "officer", "/sessions"),
    _page("password", "officer", "/password"),
)  # fmt: skip
