"""The database and the keys of this installation, as its environment names them: for the service and for every command.

`FANPIN_DATABASE` is an address (`sqlite:///var/service.db` when not set), `FANPIN_KEYS` a file (`var/service.keys`),
`FANPIN_ANCHORS` the file of the audit's anchors (`var/audit.anchors`). An empty variable counts as not set.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from service.keyring import Keyring, load_or_create_keyring
from service.principal import SYSTEM
from service.store import Database
from service.store.upgrading import form_of, newest_form, upgrade

DATABASE = "sqlite:///var/service.db"
KEYS = "var/service.keys"
ANCHORS = "var/audit.anchors"


def database_address(environment: Mapping[str, str] = os.environ) -> str:
    """Where the database is."""
    return environment.get("FANPIN_DATABASE") or DATABASE


def database_of_environment(environment: Mapping[str, str] = os.environ) -> Database:
    """The database, in the form of this version; made where there is none, moved where it has an older form.

    Raises:
        DatabaseError: the address is none, or the database can't be reached.
        FormError: a newer version of fanpin made it.
    """
    database = Database(database_address(environment))
    if form_of(database) != newest_form():
        upgrade(database)
    return database


def keys_file(environment: Mapping[str, str] = os.environ) -> Path:
    """Where the keys lie."""
    return Path(environment.get("FANPIN_KEYS") or KEYS)


def keyring_of_environment(environment: Mapping[str, str] = os.environ) -> Keyring:
    """The keys; new ones where there are none. Raises KeyringError: they can't be read or made, or others can read them."""
    return load_or_create_keyring(keys_file(environment))


def anchors_file(environment: Mapping[str, str] = os.environ) -> Path:
    """Where the audit's anchors lie, see `service.audit.anchors`."""
    return Path(environment.get("FANPIN_ANCHORS") or ANCHORS)


def actor_of_shell() -> str:
    """As the audit names whoever runs a command on this machine: by the number of their account there."""
    return f"{SYSTEM.kind.value}:account-{os.getuid()}"
