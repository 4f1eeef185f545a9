"""What a model card says, as data. Pages are drawn from it and the gate of promotion reads it: nothing else is asked."""

from __future__ import annotations

import datetime as dt
from typing import Final, Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from features.errors import FanpinError
from features.texts.unrepeated import read_json
from models.card.verdicts import Verdict

SCHEMA_VERSION: Final = 1
"""Raised when a field goes or changes its meaning; a card of another version is refused, not guessed at."""


class CardError(FanpinError, ValueError):
    """A card that can't be read, or a report from which none can be made; the message says which field and what to do."""


class Part(BaseModel):
    """A part of the card: unknown fields are refused, and nothing changes after reading."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Text(Part):
    """A sentence in both languages."""

    zh: str
    en: str


class Interval(Part):
    """A figure with its 95 % interval by villages; null where the rows can't tell."""

    value: float | None
    low: float | None
    high: float | None


class Model(Part):
    """Which model this is.

    Attributes:
        version: of the registry; null until it is registered.
        method: how it scores, by the run's name for it: `boosting`, `logistic`, …
        fingerprint: of its features' definitions.
    """

    name: str
    version: str | None
    method: str
    fingerprint: str
    calibrator: str
    horizon_months: int


class Period(Part):
    """As-of dates of one part of the time line, both ends included."""

    first: dt.date
    last: dt.date
    dates: int


class Window(Part):
    """One out-of-time test: learned on `train`, measured on `test`."""

    train: Period
    test: Period


class Periods(Part):
    """`final` is what the model that ships learned from; outcomes were known until `observed_until`."""

    observed_until: dt.date
    windows: tuple[Window, ...]
    final: Period


class Count(Part):
    """Rows are pairs of household and as-of date; positives are those of them with the outcome."""

    rows: int
    positives: int
    positive_households: int


class Immature(Part):
    """Rows left out because their future is not fully known."""

    reason: Text
    rows: int


class Cohort(Part):
    """Who was looked at: the rows of all test windows, what the model that ships learned from, and whom both left out."""

    scope: Text
    tested: Count
    learned: Count
    immature: tuple[Immature, ...]


class Opponent(Part):
    """What the model was measured against, on the same lists; `difference` is the model's recall at capacity minus its."""

    name: Text
    shippable: bool
    recall_at_capacity: Interval
    precision_at_capacity: Interval
    difference: Interval


class Quality(Part):
    """Out of time, pooled over the windows; lists of `visits_per_hundred` households of each township and month."""

    visits_per_hundred: float
    lists: int
    auc: Interval
    average_precision: Interval
    recall_at_capacity: Interval
    precision_at_capacity: Interval
    lift_at_capacity: Interval
    opponents: dict[str, Opponent]


class Ships(Part):
    """Which method ships, and why that one."""

    method: str
    why: Text


class CalibrationGroup(Part):
    """A tenth of the probabilities or a half-year: what was predicted and what came, as shares of rows."""

    by: Text
    group: str
    predicted: float | None
    observed: Interval
    observed_over_expected: Interval
    verdict: Verdict


class Calibration(Part):
    """Whether probabilities mean what they say; `observed_over_expected` is 1 where they do."""

    verdict: Verdict
    observed_over_expected: Interval
    expected_error: Interval
    why: Text
    groups: tuple[CalibrationGroup, ...] = ()


class GroupVerdict(Part):
    """One metric of one group at the real cut.

    Attributes:
        groups: by what households are told apart, such as `sex_of_head`; two for a pair.
        members: which of each it is, such as `female`.
        households: different households of the group in the tests, to the nearest five.
        positives: those of them with the outcome, likewise.
        value: the group's own figure.
        compared: its ratio to that of all other households, as the metric is compared.
        verdict: by the bounds of policy.
    """

    groups: tuple[str, ...]
    members: tuple[str, ...]
    name: Text
    metric: str
    metric_name: Text
    households: int
    positives: int
    value: Interval
    compared: Interval
    verdict: Verdict


class Fairness(Part):
    """Every group's verdict; `unprinted` groups of fewer than `least_households` are counted, never told."""

    visits_per_hundred: float
    least_households: int
    unprinted: int
    bounds: dict[str, tuple[float, float | None]]
    verdicts: tuple[GroupVerdict, ...]


class Domain(Part):
    """How many features of one theme the model uses."""

    name: Text
    features: int


class PolicyValue(Part):
    """A policy value that is an example, to be replaced by the county's own notice."""

    name: str
    meaning: Text


class Policy(Part):
    """The rules' version and those of them that nobody has prescribed."""

    version: str
    examples: tuple[PolicyValue, ...]


class LeakProof(Part):
    """What was proved before learning: later knowledge changes no feature of a drawn sample of households."""

    passed: bool
    households: int
    days: tuple[dt.date, ...]


class Positives(Part):
    """Positives of the pooled test windows: the rows, and the different households that the figures rest on."""

    rows: int
    households: int


class Card(Part):
    """A model card, whole."""

    schema_version: Literal[1] = SCHEMA_VERSION
    model: Model
    experiment: str
    target: Text
    intended: tuple[Text, ...]
    not_intended: tuple[Text, ...]
    periods: Periods
    cohort: Cohort
    positives: Positives
    quality: Quality
    ships: Ships
    calibration: Calibration
    fairness: Fairness
    domains: tuple[Domain, ...]
    data_versions: dict[str, int]
    policy: Policy
    leak_proof: LeakProof
    limits: tuple[Text, ...]

    @classmethod
    def load(cls, text: str) -> Card:
        """Read a card's JSON.

        Raises:
            CardError: it is of another schema version, or fields are wrong; all of them at once.
        """
        try:
            read_json(text)
        except ValueError as error:
            raise CardError(
                f"模型卡无法读取，请重新训练 | the model card can't be read; train the model again. ({error})"
            ) from error
        try:
            return cls.model_validate_json(text)
        except ValidationError as error:
            wrong = [f"  {'.'.join(str(part) for part in e['loc']) or 'card'}: {e['msg']}" for e in error.errors()]
            raise CardError(
                f"本系统读不了这份模型卡：请重新训练，或安装写出它的 fanpin 版本。 | the model card can't be read by this installation (card schema {SCHEMA_VERSION}); {len(wrong)} field(s) "
                "differ. Train the model again, or install the version of fanpin that wrote it.\n" + "\n".join(wrong)
            ) from error

    def dump(self) -> str:
        """The card's JSON, indented, in the order of its fields."""
        return self.model_dump_json(indent=2)

    def with_version(self, version: str) -> Card:
        """The same card of a registered version."""
        return self.model_copy(update={"model": self.model.model_copy(update={"version": version})})
