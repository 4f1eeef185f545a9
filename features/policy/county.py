"""The county's own folder: what a county says in its own way, without touching code.

`headers.yaml` holds its own headers and words (see `intake/recognising/county.py`), `policy/` its own lines and
thresholds (see `policy/overriding.py`).
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from features.errors import FanpinError

COUNTY_VARIABLE = "FANPIN_COUNTY"
USUAL_PLACE = Path("county")


class CountyError(FanpinError):
    """The county's folder is not where it was said to be."""


def county_folder(given: Path | None = None, environment: Mapping[str, str] = os.environ) -> Path | None:
    """The folder that was told, else that of FANPIN_COUNTY, else `./county` when it is there; None when nobody says.

    Raises CountyError when a folder was named and is not there: going on without it would misread the county's files.
    """
    named = environment.get(COUNTY_VARIABLE, "").strip()
    folder = given or (Path(named) if named else None)
    if folder is None:
        return USUAL_PLACE.resolve() if USUAL_PLACE.is_dir() else None
    if not folder.is_dir():
        who = "--county" if given else COUNTY_VARIABLE
        raise CountyError(
            f"没有县级配置文件夹 {folder}：核对 {who} | There is no county folder {folder}. Correct {who}, or leave it out."
        )
    return folder.resolve()
