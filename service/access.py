"""Who may ask: one API key for programs, and short sessions, opened with that key, for people with a browser.

The key is a secret of this installation, kept in a file that only its owner can read. A session lives in the memory
of the process: stopping the service ends all of them. The login link that `fanpin serve` prints carries a code that
opens one session, once, within a quarter of an hour, and is not the key.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from features.errors import FanpinError

KEY_BYTES = 32
SHORTEST_KEY = 32
"""Characters. A key that somebody thought up is refused: there is no lock-out, only length."""

LOGIN_CODE_SECONDS = 15 * 60
IDLE_SECONDS = 60 * 60
LONGEST_SESSION_SECONDS = 12 * 60 * 60
MOST_SESSIONS = 1_000


class AccessError(FanpinError):
    """The key file can't be used; the message says which and what to do."""


def load_or_create_key(file: Path) -> str:
    """The API key in the file; a new random one, readable by the owner alone, when there is no file.

    Raises:
        AccessError: the file can't be read or written, is open to others, or holds no proper key.
    """
    try:
        if not file.exists():
            _create_key(file)
        open_to_others = file.stat().st_mode & 0o077
        key = file.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise AccessError(
            f"{file}：接口密钥读不到也建不了（{type(error).__name__}）：请在 FANPIN_API_KEY_FILE 中给出可读的文件，或可写的文件夹中的文件名 | "
            f"{file}: the API key can't be read or made ({type(error).__name__}). Give the service a file that it can "
            "read, or a folder in which it can make one, and name it in FANPIN_API_KEY_FILE."
        ) from error
    if open_to_others:
        raise AccessError(
            f"{file}：本机其他用户能读到接口密钥，请运行 chmod 600 {file} | {file}: other users of this machine can read the API key. Run: chmod 600 {file}"
        )
    if len(key) < SHORTEST_KEY:
        raise AccessError(
            f"{file}：其中没有至少 {SHORTEST_KEY} 个字符的密钥；删去该文件，下次启动会另建 | {file}: holds no key of at least {SHORTEST_KEY} characters. Delete the file; the next start makes a new key."
        )
    return key


def _create_key(file: Path) -> None:
    """Write a new key beside the file and link it into place, so that nobody ever reads half a key."""
    file.parent.mkdir(parents=True, exist_ok=True)
    unfinished = file.with_name(f"{file.name}.{secrets.token_hex(8)}")
    handle = os.open(unfinished, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as opened:
            opened.write(secrets.token_urlsafe(KEY_BYTES) + "\n")
        try:
            os.link(unfinished, file)
        except FileExistsError:
            # Another process was faster; its key holds.
            return
    finally:
        unfinished.unlink()


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


@dataclass
class _Session:
    opened: float
    used: float


@dataclass
class Access:
    """The key, the login codes and the open sessions of one running service.

    Attributes:
        key: the API key.
        seconds: a clock that only moves forward.
    """

    key: str = field(repr=False)
    seconds: Callable[[], float] = time.monotonic
    _codes: dict[str, float] = field(default_factory=dict, repr=False)
    _sessions: dict[str, _Session] = field(default_factory=dict, repr=False)

    def is_key(self, offered: str | None) -> bool:
        """Whether this is the key, in a time that does not depend on how much of it is right."""
        return hmac.compare_digest(_digest(offered or ""), _digest(self.key))

    def new_login_code(self) -> str:
        """A code that opens one session within a quarter of an hour: for a link on the screen of who starts the service."""
        code = secrets.token_urlsafe(KEY_BYTES)
        self._codes[_digest(code)] = self.seconds() + LOGIN_CODE_SECONDS
        return code

    def use_login_code(self, offered: str) -> bool:
        """Whether the code opens a session; asking uses it up."""
        ends = self._codes.pop(_digest(offered), None)
        return ends is not None and self.seconds() < ends

    def open_session(self) -> str:
        """A new session's token. Only its digest is kept; the oldest session gives way when there are too many."""
        token, now = secrets.token_urlsafe(KEY_BYTES), self.seconds()
        while len(self._sessions) >= MOST_SESSIONS:
            self._sessions.pop(next(iter(self._sessions)), None)
        self._sessions[_digest(token)] = _Session(opened=now, used=now)
        return token

    def is_session(self, token: str | None) -> bool:
        """Whether the session is open; asking counts as using it."""
        session = self._sessions.get(_digest(token or ""))
        if session is None:
            return False
        now = self.seconds()
        if now - session.used > IDLE_SECONDS or now - session.opened > LONGEST_SESSION_SECONDS:
            self.close_session(token)
            return False
        session.used = now
        return True

    def close_session(self, token: str | None) -> None:
        self._sessions.pop(_digest(token or ""), None)
