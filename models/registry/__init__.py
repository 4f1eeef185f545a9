"""The model registry: the one package that speaks to MLflow.

Models are logged as MLflow models whose data is the folder of text that `RiskModel.save` writes and whose loader is
this package, so that MLflow serves and stores them without a pickle. Aliases say which version counts: `champion`
scores, `challenger` scores in its shadow, `previous` was champion before.

A version's documents (report, experiment, policy, card) lie with the run that made it and can be read back by version.
"""

from __future__ import annotations

from models.registry.loading import Champion, champion_or_copy, load_challenger, load_champion, load_version
from models.registry.patience import be_brief, briefly
from models.registry.places import DEFAULT_TRACKING, database_file, tracking_uri
from models.registry.registering import log_and_register
from models.registry.serving import _load_pyfunc
from models.registry.tracking import RegistryError, has_registry, require_registry
from models.registry.versions import (
    Alias,
    Version,
    document,
    log_documents,
    log_metrics,
    model_tags,
    numbers,
    set_alias,
    set_model_tags,
    set_tags,
    text,
    version_of,
    version_with,
    versions,
    without_alias,
)

__all__ = [
    "DEFAULT_TRACKING",
    "Alias",
    "Champion",
    "RegistryError",
    "Version",
    "_load_pyfunc",
    "be_brief",
    "briefly",
    "champion_or_copy",
    "database_file",
    "document",
    "has_registry",
    "load_challenger",
    "load_champion",
    "load_version",
    "log_and_register",
    "log_documents",
    "log_metrics",
    "model_tags",
    "numbers",
    "require_registry",
    "set_alias",
    "set_model_tags",
    "set_tags",
    "text",
    "tracking_uri",
    "version_of",
    "version_with",
    "versions",
    "without_alias",
]
