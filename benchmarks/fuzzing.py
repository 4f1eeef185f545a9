"""Everything that the API's document allows, and what it does not, asked of a running service, phase by phase.

    python -m benchmarks.fuzzing DEMO [--examples 100] [--seed 1] [--as program --as people --as stranger]

DEMO is a folder that `make demo SERVE=0 OUT=DEMO` filled; it is copied. Schemathesis asks as a program with every scope that a
program may have, as people with sessions where no program may, each role what is its own, and as nobody: the examples of the
document, its boundaries, drawn requests, and sequences in which one answer leads to the next. It ends with 1 at a failure of the
server or an answer that the document does not declare.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Set
from pathlib import Path

from fastapi.routing import APIRoute

from benchmarks.chaos.rehearsal import Rehearsal
from benchmarks.looping import loop
from features.intake.counties import Counties
from features.records.store import RecordStore
from service.access.roles import FOR_PEOPLE, permissions_of
from service.app import ROUTES
from service.principal import Permission, Role
from service.routes.admitting import Allowed, needs_of

CHECKS = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_headers_conformance",
    "response_schema_conformance",
    "unsupported_method",
    "allow_header_conformance",
)
SETTINGS = """
[checks.not_a_server_error]
expected-statuses = ["2XX", "3XX", "4XX", 503]

[generation]
with-security-parameters = false
"""
"""What is being worked out is told to come again (503), as the document declares; any other 5xx is a failure. Whoever asks does so as
themselves: beside a session a made-up key would be refused before anything else was tried."""
PHASES = "examples,coverage,fuzzing,stateful"
ASKERS = ("program", "people", "stranger")
OF_PEOPLE = FOR_PEOPLE | {
    Permission.MOVE_LEADS,
    Permission.RECORD_VISITS,
    Permission.EXPORT,
    Permission.READ_AUDIT,
    Permission.PROMOTE_MODELS,
}
"""What people alone may, and what is asked of people otherwise than of programs."""


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("demo", type=Path)
    asked.add_argument("--examples", type=int, default=100, help="of each operation")
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--as", dest="askers", action="append", choices=ASKERS)
    options = asked.parse_args()
    print(f"ten million additions in plain Python: {loop():.2f} s", flush=True)
    folder = Path(tempfile.mkdtemp(prefix="fanpin-fuzzing-"))
    try:
        sys.exit(max(fuzz(folder, options)))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def fuzz(folder: Path, options: argparse.Namespace) -> list[int]:
    """How each run ended."""
    for name in ("records", "model"):
        shutil.copytree(options.demo / name, folder / name)
    store = RecordStore.open(folder / "records")
    last = (store.known_days() or (None, None))[1]
    if last is None:
        raise SystemExit(f"{options.demo} holds no delivery")
    rehearsal = Rehearsal(
        folder,
        folder / "records",
        folder / "model",
        county=Counties.of(store).the_one or "",
        days=[last],
        environment={
            "FANPIN_REQUESTS_PER_MINUTE": "10000000",
            "MLFLOW_TRACKING_URI": f"sqlite:///{options.demo.absolute() / 'mlflow.db'}",
        },
    )
    with rehearsal.serving() as (service, load):
        asking: dict[str, list[tuple[str, Mapping[str, str], list[str]]]] = {
            "program": [("program", load.program, [])],
            "people": [
                (role.en, rehearsal.session_of(role, where), operations_of(permissions_of(role) & OF_PEOPLE))
                for role, where in of_each(rehearsal.county).items()
            ],
            "stranger": [("stranger", {}, [])],
        }
        ended = []
        for who, headers, some in (each for asker in options.askers or ASKERS for each in asking[asker]):
            print(f"— as {who}", flush=True)
            named = [word for name, value in headers.items() for word in ("-H", f"{name}:{value}")]
            named += [word for name in some for word in ("--include-operation-id", name)]
            ended.append(_ask(f"{rehearsal.address}/openapi.json", named, folder, options))
        failures = [line for line in service.log.read_text(errors="replace").splitlines() if " ERROR " in line]
        print(f"failures in the service's log: {len(failures)}")
        print("\n".join(failures[:20]))
    return [*ended, 1 if failures else 0]


def of_each(county: str) -> dict[Role, str]:
    """Who asks, and in which places: the audit is one chain of the whole installation."""
    here = (Role.COUNTY_OFFICER, Role.DATA_STAFF, Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN)
    return {**dict.fromkeys(here, county), Role.AUDITOR: ""}


def operations_of(permissions: Set[Permission]) -> list[str]:
    """The names of what these permissions open."""
    return [
        route.operation_id
        for module in ROUTES
        for route in module.router.routes
        if isinstance(route, APIRoute) and route.operation_id
        if any(isinstance(need, Allowed) and need.permission in permissions for need in needs_of(route.dependant))
    ]


def _ask(document: str, headers: list[str], folder: Path, options: argparse.Namespace) -> int:
    config = folder / "schemathesis.toml"
    config.write_text(SETTINGS, encoding="utf-8")
    command = [
        str(Path(sys.executable).parent / "schemathesis"), "--config-file", str(config), "run", document, *headers,
        "--checks", ",".join(CHECKS), "--phases", PHASES, "--max-examples", str(options.examples),
        "--seed", str(options.seed), "--continue-on-failure", "--request-timeout", "60", "--no-color",
    ]  # fmt: skip
    return subprocess.run(command, env={**os.environ, "COLUMNS": "150"}, check=False).returncode  # noqa: S603 - a tool of ours


if __name__ == "__main__":
    main()
