"""A sentence in both languages: what an office reads, and the English beside it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Bilingual:
    """A sentence without its full stop, as an office reads it and in English."""

    zh: str
    en: str

    def and_also(self, other: Bilingual) -> Bilingual:
        return Bilingual(self.zh + other.zh, self.en + other.en)

    def __str__(self) -> str:
        return f"{self.zh} | {self.en}"
