"""Who somebody is at the county's provider: a mark, since a subject may be a number or an address of theirs."""

from __future__ import annotations

from service.keyring import Keyring

PURPOSE = "subject at a provider"


def mark_of(keyring: Keyring, issuer: str, subject: str) -> str:
    """What is kept. It holds for this provider alone: of another one the same subject is somebody else."""
    return keyring.mark(f"{issuer}\n{subject}".encode("utf-8", "replace"), purpose=PURPOSE)
