"""Options that commands of every part share, each declared once."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from features.policy.loading import Policy

CountyFolder = Annotated[
    Path | None,
    typer.Option(
        "--county",
        metavar="DIR",
        help="县级配置文件夹 The county's own folder (headers.yaml, policy/); default: FANPIN_COUNTY, else ./county.",
    ),
]


def policy_of(county: Path | None) -> Policy:
    """Fanpin's policy with that of the county's folder over it, where there is one.

    Raises:
        CountyError: a folder was named and is not there.
        PolicyError: some policy file can't be used.
    """
    from features.county import county_folder
    from features.policy.loading import Policy

    return Policy.load(county=county_folder(county))
