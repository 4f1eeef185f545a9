"""A sentence in both languages: what an office reads, and the English beside it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Bilingual:
    """A sentence without its full stop, as an office reads it and in English."""

    zh: str
    en: str

    @classmethod
    def parsed(cls, text: str) -> Bilingual | None:
        """`中文 | English`, as declarations are written, on any number of lines; None where one of the two is missing."""
        zh, _, en = text.partition("|")
        sentence = cls(zh.strip(), " ".join(en.split()))
        return sentence if sentence.zh and sentence.en else None

    def and_also(self, other: Bilingual) -> Bilingual:
        return Bilingual(self.zh + other.zh, self.en + other.en)

    @property
    def one_line(self) -> str:
        """Both, or the Chinese alone where it needs no words in English."""
        return str(self) if self.en else self.zh

    def __str__(self) -> str:
        return f"{self.zh} | {self.en}"
