"""What Prometheus reads: by route as it is declared, of all workers together, and nothing of anybody."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from prometheus_client.parser import text_string_to_metric_families

from service.principal import Permission, Role
from tests.service.office import COUNTY, Office

COUNTS = """
from service.metrics import count_request
for _ in range(3):
    count_request("GET", "/v1/leads", 200, 0.02)
"""
TELLS = "import sys; from service.metrics import exposition; sys.stdout.write(exposition([]).decode())"


def counted(text: str, sample_name: str, /, **labels: str) -> float:
    """The sum over what has these labels."""
    return sum(
        sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
        if sample.name == sample_name and labels.items() <= sample.labels.items()
    )


def read(office: Office) -> str:
    answer = office.program(Permission.READ_METRICS).get("/metrics")
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/plain")
    return answer.text


def test_requests_are_counted_by_the_declared_route_and_no_household_stands_there(office: Office) -> None:
    route, household = "/v1/households/{household_id}/assessment", office.households()[5]
    before = counted(read(office), "fanpin_requests_total", route=route, status="200")
    program = office.program(Permission.READ_HOUSEHOLDS)
    for code in (household, household, "nobody"):
        program.get(f"/v1/households/{code}/assessment")
    text = read(office)
    assert counted(text, "fanpin_requests_total", route=route, status="200") == before + 2
    assert counted(text, "fanpin_requests_total", route=route, status="404") >= 1
    assert counted(text, "fanpin_request_seconds_count", route=route) >= before + 3
    assert household not in text


def test_a_method_that_somebody_makes_up_is_no_label(office: Office) -> None:
    office.program().request("BREW", "/v1/leads")
    assert "BREW" not in read(office)


def test_the_present_state_is_told(office: Office) -> None:
    text = read(office)
    assert counted(text, "fanpin_ready") == 1
    assert counted(text, "fanpin_degraded") == 0
    assert counted(text, "fanpin_model", name=office.kept.model.name) == 1
    assert counted(text, "fanpin_audit_lines") > 0
    assert counted(text, "fanpin_newest_run_timestamp_seconds") > 1e9


def test_only_who_runs_the_service_reads_them(office: Office) -> None:
    assert office.program(Permission.READ_LISTS).get("/metrics").status_code == 403
    assert office.person(Role.COUNTY_OFFICER, COUNTY).get("/metrics").status_code == 403
    assert office.person(Role.SYSTEM_ADMIN, "").get("/metrics").status_code == 200


def test_several_workers_count_together(tmp_path: Path) -> None:
    environment = {**os.environ, "PROMETHEUS_MULTIPROC_DIR": str(tmp_path)}
    for _ in range(2):
        subprocess.run([sys.executable, "-c", COUNTS], env=environment, check=True)
    told = subprocess.run([sys.executable, "-c", TELLS], env=environment, check=True, capture_output=True, text=True)
    assert counted(told.stdout, "fanpin_requests_total", route="/v1/leads") == 6
    assert counted(told.stdout, "fanpin_request_seconds_count", route="/v1/leads") == 6
