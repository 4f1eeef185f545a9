"""Files that only the holder of the pseudonym key can read: AES-256-GCM, with a key of their own derived from it."""

from __future__ import annotations

import secrets
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from features.disk import write_whole
from features.errors import FanpinError

MAGIC = b"fanpin sealed 1\n"
MARK_LENGTH, NONCE_LENGTH, TAG_LENGTH = 8, 12, 16


class SealError(FanpinError):
    """A sealed file cannot be opened: another key, or not the bytes that were written."""


class Seal:
    """Seals and opens files of one kind.

    Args:
        key: the pseudonym key of the store.
        purpose: what the files hold; another purpose is another key.
    """

    def __init__(self, key: bytes, purpose: str) -> None:
        self._cipher = AESGCM(_derived(key, f"fanpin {purpose}", 32))
        # Tells a wrong key from a damaged file, and nothing about the key itself.
        self._mark = _derived(key, f"fanpin {purpose}: mark of the key", MARK_LENGTH)

    def write(self, file: Path, content: bytes) -> None:
        """Write a file whole or not at all, for its owner's eyes only. Its name is sealed with it."""
        nonce = secrets.token_bytes(NONCE_LENGTH)
        sealed = MAGIC + self._mark + nonce + self._cipher.encrypt(nonce, content, _bound_to(file))
        write_whole(file, sealed, private=True)

    def read(self, file: Path) -> bytes:
        """The content of a sealed file. Raises SealError saying which of the two is wrong."""
        sealed = file.read_bytes()
        start = len(MAGIC) + MARK_LENGTH + NONCE_LENGTH
        if not sealed.startswith(MAGIC) or len(sealed) < start + TAG_LENGTH:
            raise SealError(
                f"{file} 不完整，或不是加密文件：请从记录库的备份恢复 | {file} is cut off or is no sealed file. Restore it from the backup of the store."
            )
        if sealed[len(MAGIC) : len(MAGIC) + MARK_LENGTH] != self._mark:
            raise SealError(
                f"{file} 是用另一把密钥加密的：请把 FANPIN_PSEUDONYM_KEY 或记录库的 pseudonym.key 换成当初导入交付时的密钥 | "
                f"{file} was sealed under another pseudonym key. Set FANPIN_PSEUDONYM_KEY, or the store's pseudonym.key, "
                "to the key with which the deliveries were taken in."
            )
        try:
            return self._cipher.decrypt(sealed[start - NONCE_LENGTH : start], sealed[start:], _bound_to(file))
        except InvalidTag:
            raise SealError(
                f"{file} 不完整、被改动过，或被换了文件名：请从记录库的备份恢复 | {file} is cut off, was changed, or was given another file's name. Restore it from the backup of the store."
            ) from None


def _derived(key: bytes, info: str, length: int) -> bytes:
    return HKDF(algorithm=hashes.SHA256(), length=length, salt=None, info=info.encode("utf-8")).derive(key)


def _bound_to(file: Path) -> bytes:
    return MAGIC + file.name.encode("utf-8")
