"""The page about policy is the one that the files make, and its example works as it stands."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

from features.catalogue.policy_page import render
from features.policy.loading import Policy

PAGE = Path(__file__).parents[3] / "docs" / "policy.md"


def test_the_committed_page_is_up_to_date() -> None:
    assert PAGE.read_text(encoding="utf-8") == render(), (
        "docs/policy.md is old: write it anew with "
        "python -c 'from features.catalogue.policy_page import render; print(render(), end=\"\")' > docs/policy.md"
    )


def test_the_example_of_a_county_s_file_loads_and_holds(tmp_path: Path) -> None:
    (written,) = re.findall(r"```yaml\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    (tmp_path / "policy").mkdir()
    (tmp_path / "policy" / "lines.yaml").write_text(written, encoding="utf-8")
    own = Policy.load(county=tmp_path)
    assert own.value("monitoring_line", "610203101001", dt.date(2024, 1, 1)) == 8700
    assert own.value("orchard_frost_loss", None, dt.date(2024, 1, 1)) == 3000
