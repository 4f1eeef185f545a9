"""What a declared rule is: in both languages, with unit, source and condition; what lacks a part does not import.

Every kind of rule is declared the same way: a decorator over a function that gives the condition, named as the rule is in
reports, whose docstring says `中文 | English`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar, Generic, TypeVar

from features.bilingual import Bilingual
from features.policy.columns import PREFIX, values_among
from features.policy.reading import names_in
from features.registry import UNITS
from features.rules.condition import MONITORED, Condition


class RuleDeclarationError(TypeError):
    """A rule's declaration lacks something; the message says what to write."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Rule:
    """A feature held against a dated line.

    Attributes:
        name: as in reports; stable.
        zh, en: what it is, in the words of an office.
        unit: of value and threshold, a key of `features.registry.UNITS`.
        source: whose rule it is.
        condition: when it is hit; unknown is no hit.
        declared_by: the function that declares it.
    """

    KIND: ClassVar[str]
    """What rules of this kind are called."""

    name: str
    zh: str
    en: str
    unit: str
    source: str
    condition: Condition
    declared_by: Callable[[], Condition]

    @property
    def column(self) -> str:
        """Its column of hits in a wide frame."""
        return f"{self.KIND}.{self.name}"

    @cached_property
    def reads(self) -> frozenset[str]:
        """The features and `policy.` values that it stands on, and `MONITORED` where it asks for the label."""
        return self.condition.reads

    @cached_property
    def features_read(self) -> frozenset[str]:
        return frozenset(name for name in self.reads if not name.startswith(PREFIX)) - {MONITORED}

    @cached_property
    def policy_read(self) -> frozenset[str]:
        """The names of the policy values that it reads itself."""
        return values_among(self.reads)

    @property
    def reads_the_label(self) -> bool:
        """It asks who is monitored, so it may be screened by and is never a feature."""
        return MONITORED in self.reads


R = TypeVar("R", bound=Rule)
Declaring = Callable[[], Condition]


class Declarations(Generic[R]):
    """The declared rules of one kind, in the order of their declaration."""

    def __init__(self, kind: type[R]) -> None:
        self._kind = kind
        self._rules: dict[str, R] = {}

    def __iter__(self) -> Iterator[R]:
        return iter(self._rules.values())

    def declare(
        self,
        function: Declaring,
        *,
        unit: str,
        source: str,
        sentences: Mapping[str, str | None] | None = None,
        needs: Mapping[str, bool] | None = None,
        **particulars: Any,
    ) -> None:
        """Add the rule that a function declares.

        Args:
            sentences: further sentences of this kind of rule, `中文 | English`, by attribute; None where this rule needs none.
            needs: what else the declaration has to hold, as the end of a sentence that begins with "needs", and whether it does.
            particulars: attributes that only this kind of rule has.

        Raises:
            RuleDeclarationError: naming everything that the declaration lacks.
        """
        name, meaning, condition = function.__name__, Bilingual.parsed(function.__doc__ or ""), function()
        written = {attribute: text for attribute, text in (sentences or {}).items() if text is not None}
        parsed = dict.fromkeys(sentences or {}) | {
            attribute: Bilingual.parsed(text) for attribute, text in written.items()
        }
        unknown = sorted(values_among(condition.reads) - names_in())
        lacking = {
            'a meaning: a docstring """中文 | English"""': meaning is None,
            f"a unit: one of {', '.join(UNITS)}": unit not in UNITS,
            "a source: whose rule it is": not source,
            **{f"{attribute}: 中文 | English": parsed[attribute] is None for attribute in written},
            f"a policy value that a file of features/policy holds: {', '.join(unknown)} is none": bool(unknown),
            **{need: not held for need, held in (needs or {}).items()},
            "another name: this one is taken": name in self._rules,
        }
        if meaning is None or any(lacking.values()):
            wanting = "; ".join(need for need, is_lacking in lacking.items() if is_lacking)
            raise RuleDeclarationError(f"{self._kind.KIND} {name} needs {wanting}.")
        self._rules[name] = self._kind(
            name=name,
            zh=meaning.zh,
            en=meaning.en.rstrip("."),
            unit=unit,
            source=source,
            condition=condition,
            declared_by=function,
            **parsed,
            **particulars,
        )
