"""What an answer about one household was made from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from features.bilingual import Bilingual
from models.provenance import Provenance

FORMAT = 1
"""Of what is named here; a later one names more, or otherwise."""


@dataclass(frozen=True, kw_only=True)
class AnswerMadeFrom(Provenance):
    """Everything that decides what an answer about one household says.

    Attributes:
        seed: of the plausible values that were drawn; None where none were.
        store: what tells the store that was read from all others (`StoreInState.identity`); None where none was.
        document: digest of the document that was sent (`models.answers.documents.document_digest`); None of a stored household.
    """

    seed: int | None = None
    store: str | None = None
    document: str | None = None
    format: int = FORMAT

    @classmethod
    def from_dict(cls, kept: Mapping[str, Any]) -> Self:
        """What `as_dict` gave. Raises KeyError, TypeError, ValueError: it is damaged."""
        named = super().from_dict(kept)
        for text in (named.calibrator_digest, named.store, named.document):
            if not isinstance(text, str | None):
                raise TypeError
        if named.calibrator_digest is None or not isinstance(named.seed, int | None):
            raise TypeError
        return named

    @property
    def in_words(self) -> Bilingual:
        """For people."""
        versions = ", ".join(f"{table} {version}" for table, version in self.data_versions.items() if version)
        seed_zh, seed_en = ("", "") if self.seed is None else (f"，随机种子 {self.seed}", f", seed {self.seed}")
        return Bilingual(
            f"出自：模型 {self.model} 第 {self.model_version} 版（{self.model_digest}），校准 {self.calibrator_digest}，特征指纹 {self.feature_fingerprint}，"
            f"政策 {self.policy_version}，程序 {self.code_version}（{self.code_digest}）{seed_zh}；记录各表的版本：{versions}",
            f"made from: model {self.model} {self.model_version} ({self.model_digest}), calibrator {self.calibrator_digest}, features "
            f"{self.feature_fingerprint}, policy {self.policy_version}, code {self.code_version} ({self.code_digest}){seed_en}; versions of the record "
            f"tables: {versions}",
        )
