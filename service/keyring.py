"""The keys of an installation: they seal what lies in the database, and mark what goes out and comes back.

One file holds them all, readable by its owner alone, and no backup of the database should travel with it. A new key
seals from then on; older ones open what they sealed until it is sealed anew (`Keyring.stale`).
"""

from __future__ import annotations

import base64
import hmac
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from features.disk import write_once, write_whole
from features.errors import FanpinError
from features.texts.unrepeated import read_json

KEY_BYTES, NONCE_BYTES, TAG_BYTES, NAME_BYTES = 32, 12, 16, 4


class KeyringError(FanpinError):
    """The keys can't be used, or what was sealed can't be opened with them; the message says what to do."""


@dataclass(frozen=True)
class Keyring:
    """Keys by their names.

    Attributes:
        current: the name of the key that seals.
    """

    current: bytes
    keys: Mapping[bytes, bytes] = field(repr=False)

    def seal(self, plain: bytes, *, purpose: str, bound_to: str) -> bytes:
        """Sealed bytes that open for the same purpose and in the same place alone.

        Args:
            bound_to: the row that holds them; copied into another they are worth nothing.
        """
        nonce = secrets.token_bytes(NONCE_BYTES)
        return self.current + nonce + self._cipher(self.current, purpose).encrypt(nonce, plain, bound_to.encode())

    def open(self, sealed: bytes, *, purpose: str, bound_to: str) -> bytes:
        """What was sealed.

        Raises:
            KeyringError: by another key, for another purpose or place, or it was changed.
        """
        name, rest = sealed[:NAME_BYTES], sealed[NAME_BYTES:]
        if name not in self.keys:
            raise KeyringError(
                "数据库中的加密内容是用另一把密钥加密的：把密钥文件（FANPIN_KEYS）从备份恢复 | what is sealed in the database was sealed under a key that is gone. Put "
                "the key file (FANPIN_KEYS) back from its backup."
            )
        try:
            return self._cipher(name, purpose).decrypt(rest[:NONCE_BYTES], rest[NONCE_BYTES:], bound_to.encode())
        except (InvalidTag, ValueError):
            raise KeyringError(
                "数据库中的一处加密内容被改动过或被移到别处：从备份恢复该行，并查明原因 | something sealed in the database was changed, or moved to another row. Restore the "
                "row from a backup and find out why."
            ) from None

    def is_stale(self, sealed: bytes) -> bool:
        """Whether an older key sealed it."""
        return sealed[:NAME_BYTES] != self.current

    def mark(self, content: bytes, *, purpose: str) -> str:
        """A mark (HMAC-SHA256, in hexadecimal digits) that only this installation can make.

        It is made with the oldest key, so that what went out before a rotation is known again.
        """
        oldest = next(iter(self.keys))
        return hmac.new(_derived(self.keys[oldest], f"mark {purpose}"), content, "sha256").hexdigest()

    def is_marked(self, content: bytes, mark: str, *, purpose: str) -> bool:
        """Whether a mark is this installation's, in a time that does not depend on how much of it is right."""
        return hmac.compare_digest(self.mark(content, purpose=purpose).encode(), mark.encode("utf-8", "replace"))

    def rotated(self) -> Keyring:
        """The same keys, and a new one that seals from now on."""
        name = secrets.token_bytes(NAME_BYTES)
        return Keyring(name, {**self.keys, name: secrets.token_bytes(KEY_BYTES)})

    def without(self, *names: bytes) -> Keyring:
        """Without keys that seal nothing any more; the one that seals and the oldest, which marks, stay."""
        stay = {self.current, next(iter(self.keys))}
        return Keyring(
            self.current, {name: key for name, key in self.keys.items() if name in stay or name not in names}
        )

    def _cipher(self, name: bytes, purpose: str) -> AESGCM:
        return AESGCM(_derived(self.keys[name], f"seal {purpose}"))


def load_or_create_keyring(file: Path) -> Keyring:
    """The keys of a file; new ones, for its owner's eyes only, where there is none.

    Raises:
        KeyringError: the file can't be read or made, is open to others, or holds no keys.
    """
    try:
        if not file.exists():
            file.parent.mkdir(parents=True, exist_ok=True)
            # Of two that start at once the first one's keys hold.
            write_once(file, _as_text(_first()), private=True)
        open_to_others = file.stat().st_mode & 0o077
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise KeyringError(
            f"{file}：密钥文件读不到也建不了（{type(error).__name__}）：在 FANPIN_KEYS 中写可读的文件，或可写文件夹中的文件名 | {file}: the keys can't be read or made "
            f"({type(error).__name__}). Name a file that can be read, or one in a folder that can be written, in FANPIN_KEYS."
        ) from error
    if open_to_others:
        raise KeyringError(
            f"{file}：本机其他用户能读到密钥，请运行 chmod 600 {file} | {file}: other users of this machine can read the keys. Run: chmod 600 {file}"
        )
    try:
        kept = read_json(text)
        keys = {bytes.fromhex(name): base64.b64decode(key, validate=True) for name, key in kept["keys"].items()}
        keyring = Keyring(bytes.fromhex(kept["current"]), keys)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise _no_keys(file) from error
    if keyring.current not in keys or any(
        len(name) != NAME_BYTES or len(key) != KEY_BYTES for name, key in keys.items()
    ):
        raise _no_keys(file)
    return keyring


def keep_keyring(file: Path, keyring: Keyring) -> None:
    """Write the keys, whole or not at all. Raises DiskError: they can't be written; the file is as it was."""
    write_whole(file, _as_text(keyring), private=True)


def _first() -> Keyring:
    name = secrets.token_bytes(NAME_BYTES)
    return Keyring(name, {name: secrets.token_bytes(KEY_BYTES)})


def _as_text(keyring: Keyring) -> bytes:
    keys = {name.hex(): base64.b64encode(key).decode() for name, key in keyring.keys.items()}
    return (json.dumps({"current": keyring.current.hex(), "keys": keys}, indent=1) + "\n").encode()


@lru_cache(maxsize=64)
def _derived(key: bytes, info: str) -> bytes:
    """Worked out once for each key and purpose: it costs more than to seal a name."""
    return HKDF(algorithm=hashes.SHA256(), length=KEY_BYTES, salt=None, info=f"fanpin service: {info}".encode()).derive(
        key
    )


def _no_keys(file: Path) -> KeyringError:
    return KeyringError(
        f"{file}：不是密钥文件或已损坏：从备份恢复；没有备份时，加密的姓名等内容不能再读 | {file}: holds no keys, or was damaged. Put it back from its backup; without one, "
        "what was sealed can't be read again."
    )
