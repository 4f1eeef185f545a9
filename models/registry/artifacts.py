"""Where the files of runs and models lie: in `mlartifacts` beside the database, wherever both are now.

MLflow writes absolute addresses into its database. A registry that is moved, copied or put back from a backup would look
for its files in the old place, and write there. So of such an address only what follows `mlartifacts` counts.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlparse

from mlflow.store.artifact.artifact_repository_registry import get_registered_artifact_repositories
from mlflow.store.artifact.local_artifact_repo import LocalArtifactRepository

from models.registry.places import ARTIFACTS, artifacts_folder


def local_folder(address: str) -> Path | None:
    """The folder of an address that a local database holds; None for what another program keeps.

    An address outside any `mlartifacts` was chosen by somebody and is left as it is.
    """
    parsed = urlparse(address)
    if parsed.scheme not in ("", "file"):
        return None
    stored, here = Path(unquote(parsed.path)), artifacts_folder()
    if here is None or ARTIFACTS not in stored.parts:
        return stored
    last = len(stored.parts) - 1 - stored.parts[::-1].index(ARTIFACTS)
    return here.joinpath(*stored.parts[last + 1 :])


class BesideDatabase(LocalArtifactRepository):
    """MLflow's files in a folder, found beside the database that is in use."""

    @property
    def _artifact_dir(self) -> str:
        # Worked out at each use: MLflow keeps these objects by run, and a copied registry has the same runs.
        return str(local_folder(self.artifact_uri))

    @_artifact_dir.setter
    def _artifact_dir(self, address: str) -> None:
        """Where MLflow thinks that it is counts for nothing."""


def keep_beside_database() -> None:
    """Have MLflow find local files so, for reading and writing alike."""
    repositories: dict[str, Any] = get_registered_artifact_repositories()
    for scheme in ("", "file"):
        repositories[scheme] = BesideDatabase
