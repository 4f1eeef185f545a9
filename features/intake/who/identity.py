"""Who a row is about: Chinese ID numbers, the pseudonyms that replace them, and the household of each person.

An ID number lives only in memory, between the file and its keyed hash. Without the key a pseudonym cannot be turned
back by trying all ID numbers, of which there are few enough to try; so the key is as secret as the numbers.
"""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import os
import re
import secrets
from datetime import date
from pathlib import Path

import polars as pl

from features.errors import FanpinError

KEY_VARIABLE = "FANPIN_PSEUDONYM_KEY"
PSEUDONYM_LENGTH = 20

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_CHARACTERS = "10X98765432"
_EIGHTEEN = re.compile(r"^[0-9]{17}[0-9X]$")
_FIFTEEN = re.compile(r"^[0-9]{15}$")


class PseudonymKeyError(FanpinError):
    """The pseudonym key is unusable."""


def pseudonym_key(store: Path) -> bytes:
    """The key of a store: FANPIN_PSEUDONYM_KEY, else `pseudonym.key` in its folder, generated when absent.

    Whoever loses the key cannot link new deliveries with what is stored, so it belongs in the county's backup.
    """
    told = os.environ.get(KEY_VARIABLE, "").strip()
    if told:
        return told.encode("utf-8")
    file = store / "pseudonym.key"
    if not file.exists():
        _generate(file)
    key = file.read_text(encoding="ascii").strip()
    if not key:
        raise PseudonymKeyError(f"{file} is empty. Restore it from the backup; a new key would link nobody.")
    return key.encode("ascii")


def _generate(file: Path) -> None:
    """A new key, whole or not at all: killed half-way, the next run must not find an empty one."""
    unfinished = file.with_name(f"{file.name}.{secrets.token_hex(4)}.new")
    handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as out:
        out.write(secrets.token_hex(32) + "\n")
        out.flush()
        os.fsync(out.fileno())
    # A link, not a rename: it never replaces a key that another process drew meanwhile.
    with contextlib.suppress(FileExistsError):
        os.link(unfinished, file)
    unfinished.unlink()


def check_character(first_seventeen: str) -> str:
    """The 18th character of an ID number (GB 11643: ISO 7064 MOD 11-2)."""
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, first_seventeen, strict=True))
    return _CHECK_CHARACTERS[total % 11]


def normalised_id(text: str) -> str | None:
    """The 18 characters of an ID number, a 15-digit one of old brought to 18; None when it is not one."""
    bare = re.sub(r"[\s'-]", "", text).upper()
    if _FIFTEEN.match(bare):
        # Numbers of 15 digits were given to those born in the 1900s only.
        bare = f"{bare[:6]}19{bare[6:]}"
        bare += check_character(bare)
    if not _EIGHTEEN.match(bare) or check_character(bare[:17]) != bare[17]:
        return None
    return bare if _is_day(bare[6:14]) else None


class Pseudonyms:
    """Keyed hashes, each worked out once per run: the same people come back in every month's files."""

    def __init__(self, key: bytes) -> None:
        self._key = key
        self._by_id: dict[str | None, str | None] = {}

    def of(self, text: str) -> str:
        """HMAC-SHA256 under the key, shortened to 80 bits: among a billion people a clash stays unlikely."""
        return hmac.digest(self._key, text.encode("utf-8"), hashlib.sha256).hex()[:PSEUDONYM_LENGTH]

    def of_ids(self, ids: pl.Series) -> pl.Series:
        """The pseudonym of each ID number; null where it is empty or not one."""
        known = self._by_id
        return pl.Series([known[text] if text in known else self._person_of_id(text) for text in ids], dtype=pl.String)

    def of_described(self, households: pl.Series, names: pl.Series, births: pl.Series) -> pl.Series:
        """A stable pseudonym for members of a roster without a sound ID: household, name and month of birth."""
        described = pl.select(
            pl.concat_str(
                [households, names.fill_null(""), births.dt.to_string("%Y-%m").fill_null("")], separator="\x1f"
            )
        ).to_series()
        return pl.Series([self.of(f"described\x1f{text}") for text in described], dtype=pl.String)

    def _person_of_id(self, text: str | None) -> str | None:
        number = normalised_id(text) if text else None
        self._by_id[text] = self.of(number) if number else None
        return self._by_id[text]


def _is_day(digits: str) -> bool:
    try:
        date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return False
    return True
