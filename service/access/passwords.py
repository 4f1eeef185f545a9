"""Passwords: hashed slowly, a few at a time, and refused where they are weak."""

from __future__ import annotations

import datetime as dt
import itertools
import secrets
import threading
import unicodedata
from dataclasses import dataclass

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from features.bilingual import Bilingual
from service.access.drawn import draw_secret
from service.store.types import SIGNS


@dataclass(frozen=True)
class Cost:
    """What one hashing takes.

    Attributes:
        since: from when on passwords are hashed so; older hashes are made anew when their owner logs in.
        memory: KiB.
    """

    since: dt.date
    memory: int
    passes: int
    lanes: int
    source: str


COSTS = (Cost(dt.date(2021, 9, 7), 65_536, 3, 4, "RFC 9106, section 4: second recommended option, Argon2id"),)
"""The last one is used. A third of a second of one core."""

AT_ONCE = 2
"""Each hashing takes 64 MiB: more of them at a time would be a way to bring the machine down."""

SHORTEST, LONGEST = 12, 128
FEWEST_DIFFERENT = 5
COMMONEST = (
    "password",
    "passw0rd",
    "qwertyuiop",
    "1qaz2wsx",
    "woaini",
    "5201314",
    "admin",
    "fanpin",
    "iloveyou",
    "abc123",
    "a123456",
    "abcd1234",
)
"""With what people usually put around them they are what is tried first; a longer list would be of shorter passwords."""

PARTS, SIGNS_IN_PART = 4, 4


class Passwords:
    """Hashes and compares.

    Args:
        cost: of each hashing.
    """

    def __init__(self, cost: Cost = COSTS[-1]) -> None:
        self.cost = cost
        self._hasher = PasswordHasher(time_cost=cost.passes, memory_cost=cost.memory, parallelism=cost.lanes)
        self._turn = threading.BoundedSemaphore(AT_ONCE)
        self._of_nobody = self.hash(draw_secret())

    def hash(self, password: str) -> str:
        """What is kept of a password."""
        with self._turn:
            return self._hasher.hash(_spelt(password).encode("utf-8", "replace"))

    def is_right(self, kept: str | None, offered: str) -> bool:
        """Whether it is the password of which this was kept. Where nothing was, the same work is done in vain."""
        with self._turn:
            try:
                self._hasher.verify(kept or self._of_nobody, _spelt(offered).encode("utf-8", "replace"))
            except (VerificationError, InvalidHashError):
                return False
        return kept is not None

    def is_outdated(self, kept: str) -> bool:
        """Whether it was hashed at another cost than now."""
        return self._hasher.check_needs_rehash(kept)


def weakness(password: str, name: str) -> Bilingual | None:
    """Why a password is not taken; None where it is."""
    spelt = _spelt(password)
    plain = spelt.casefold()
    if len(spelt) < SHORTEST:
        return Bilingual(f"密码至少{SHORTEST}个字符", f"A password has {SHORTEST} characters at least.")
    if len(spelt) > LONGEST:
        return Bilingual(f"密码至多{LONGEST}个字符", f"A password has {LONGEST} characters at most.")
    if name.casefold() in plain:
        return Bilingual("密码不能含用户名", "A password does not contain the user's name.")
    if any(common in plain and len(plain) - len(common) < SHORTEST for common in COMMONEST):
        return Bilingual("这个密码太常见", "This password is one of the commonest.")
    if len(set(plain)) < FEWEST_DIFFERENT or _is_a_row(plain):
        return Bilingual("密码不能只是重复或连续的字符", "A password is more than characters repeated or in a row.")
    return None


def draw_password() -> str:
    """A password that can be read out over the telephone: 80 random bits, in signs none of which is taken for another."""
    return "-".join("".join(secrets.choice(SIGNS) for _ in range(SIGNS_IN_PART)) for _ in range(PARTS))


def _spelt(password: str) -> str:
    """One spelling of what looks the same, whichever keyboard typed it (NIST SP 800-63B, 3.1.1.2)."""
    return unicodedata.normalize("NFKC", password)


def _is_a_row(plain: str) -> bool:
    steps = {(ord(after) - ord(before)) % 10 for before, after in itertools.pairwise(plain)}
    return plain.isdecimal() and len(steps) == 1
