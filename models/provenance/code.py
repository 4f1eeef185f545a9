"""The program that makes scores: its release, and a digest of the files of features and models."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import features
import models
from features.bilingual import Bilingual

PROJECT = "fanpin"


@cache
def code_version() -> str:
    try:
        return version(PROJECT)
    except PackageNotFoundError:
        return "0"


@cache
def code_digest() -> str:
    """Of everything that scores and lists are made by: the files of features and models."""
    digest = hashlib.sha256()
    for root in (Path(package.__path__[0]) for package in (features, models)):
        for file in sorted([*root.rglob("*.py"), *root.rglob("*.yaml")]):
            digest.update(f"{file.relative_to(root.parent)}\0".encode() + file.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


def code_changed(version_then: str, digest_then: str) -> Bilingual | None:
    """That this installation makes scores by another text than then; None where it is the same."""
    if digest_then == code_digest():
        return None
    return Bilingual(
        f"程序自那时起已有改动（当时 {version_then}，{digest_then}；现在 {code_version()}，{code_digest()}）",
        f"the program has changed since then (then {version_then}, {digest_then}; now {code_version()}, {code_digest()})",
    )
