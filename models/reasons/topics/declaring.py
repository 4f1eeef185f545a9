"""How a topic is declared: what a cadre would name as one thing, the features that tell of it, and the phrases for it.

Sums, shares, recent months and lines of one burden are one topic: it is told once, by the phrase that says most.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from features.bilingual import Bilingual
from features.registry import features
from features.vocabulary import RiskType
from models.reasons.topics.conditions import Condition
from models.reasons.topics.template import SEEN, Template


class TopicDeclarationError(ValueError):
    """A topic or phrase that does not fit together: found on import."""


@dataclass(frozen=True)
class Phrase:
    """One sentence about a topic.

    Attributes:
        name: unique within its topic; kept with a reason, so that its words can be found again.
        text: the sentence in both languages, with the same places for facts.
        when: what must hold of the household; an unknown value never holds.
        of: the features that must add up the phrase's way; those of the topic when empty.
        seen: the feature whose rows give date, sender and member; None where the phrase needs none.
        largest: the column whose largest value picks the row that is told of; the last that happened when empty.
        unless: topics beside which it would tell the same thing twice.
    """

    name: str
    text: Template
    when: tuple[Condition, ...] = ()
    of: tuple[str, ...] = ()
    seen: str | None = None
    largest: str = ""
    unless: tuple[str, ...] = ()

    @cached_property
    def reads(self) -> frozenset[str]:
        """Features and `policy.` values whose values it must know."""
        named = {place.name for place in self.text.places if place.name != SEEN}
        return frozenset(named | {name for condition in self.when for name in condition.reads})


@dataclass(frozen=True)
class Topic:
    """One thing that a cadre would name.

    Attributes:
        name: as in answers and files.
        features: everything that tells of it, all of one official risk type.
        raises, protects: phrases where it raises or lowers the risk, the most telling first.
        ask: what to ask or look at on the visit; None where nothing is told of it.
    """

    name: str
    features: tuple[str, ...]
    raises: tuple[Phrase, ...]
    protects: tuple[Phrase, ...]
    ask: Bilingual | None

    @cached_property
    def risk_type(self) -> RiskType:
        return features()[self.features[0]].risk_type

    def phrase(self, name: str) -> Phrase:
        """Raises KeyError: it has no phrase of this name."""
        for one in (*self.raises, *self.protects):
            if one.name == name:
                return one
        raise KeyError(f"topic {self.name} has no phrase {name}")


@dataclass(frozen=True)
class Topics:
    """The topics of a county's model, by name; each feature in one of them or in `untold` with the reason why."""

    by_name: dict[str, Topic] = field(default_factory=dict)
    untold: dict[str, str] = field(default_factory=dict)

    def add(self, topic: Topic) -> Topic:
        taken = {name: one.name for one in self.by_name.values() for name in one.features}
        wrong = [f"{name} tells of {taken[name]} already" for name in topic.features if name in taken]
        wrong += [f"{name} is untold" for name in topic.features if name in self.untold]
        if topic.name in self.by_name:
            wrong.append("another name: this one is taken")
        if wrong:
            raise TopicDeclarationError(f"topic {topic.name}: {'; '.join(wrong)}.")
        self.by_name[topic.name] = topic
        return topic

    def leave_untold(self, why: str, names: str) -> None:
        """Features that are no reason to tell anybody, whatever they add to a score; they stay among the facts."""
        for name in names.split():
            if any(name in topic.features for topic in self.by_name.values()) or name in self.untold:
                raise TopicDeclarationError(f"{name} is declared twice.")
            self.untold[name] = why


DECLARED = Topics()


def topic(
    name: str, of: str, *, raises: Iterable[Phrase] = (), protects: Iterable[Phrase] = (), ask: str = ""
) -> Topic:
    """Declare a topic.

    Args:
        of: names of features, apart by blanks.
        ask: `中文 | English`.

    Raises:
        TopicDeclarationError: a feature that does not exist, has another risk type or another topic; no question for
            something that is told; two phrases of one name; a place or condition about an unknown feature.
    """
    declared = Topic(name, tuple(of.split()), tuple(raises), tuple(protects), Bilingual.parsed(ask))
    registry, phrases = features(), (*declared.raises, *declared.protects)
    wrong = [f"no such feature: {one}" for one in declared.features if one not in registry]
    if not declared.features or (not wrong and len({registry[one].risk_type for one in declared.features}) != 1):
        wrong.append("features of one official risk type")
    if bool(declared.raises) and declared.ask is None:
        wrong.append('a question to ask: "中文 | English"')
    if len({one.name for one in phrases}) != len(phrases):
        wrong.append("phrases of different names")
    for spoken in phrases:
        asked = {
            *spoken.of,
            *([spoken.seen] if spoken.seen else []),
            *(r for r in spoken.reads if not r.startswith("policy.")),
        }
        wrong += [f"phrase {spoken.name}: no such feature: {unknown}" for unknown in sorted(asked - set(registry))]
        if spoken.seen in registry and registry[spoken.seen].view is None:
            wrong.append(f"phrase {spoken.name}: {spoken.seen} is made of features, not of rows")
        if any(place.name == SEEN for place in spoken.text.places) and spoken.seen is None:
            wrong.append(f"phrase {spoken.name}: rows to be seen")
        if any(beyond not in declared.features for beyond in spoken.of):
            wrong.append(f"phrase {spoken.name}: features of its own topic")
    if wrong:
        raise TopicDeclarationError(f"topic {name} needs {'; '.join(wrong)}.")
    return DECLARED.add(declared)


def phrase(
    name: str,
    zh: str,
    en: str,
    *when: Condition,
    of: str = "",
    seen: str | None = None,
    largest: str = "",
    unless: str = "",
) -> Phrase:
    """A phrase; `zh` and `en` are templates (`models.reasons.topics.template`).

    Raises:
        TopicDeclarationError: the languages tell different facts, or a place is none.
    """
    try:
        text = Template.of(zh, en)
    except ValueError as mistake:
        raise TopicDeclarationError(f"phrase {name}: {mistake}.") from mistake
    return Phrase(name, text, when, tuple(of.split()), seen, largest, tuple(unless.split()))
