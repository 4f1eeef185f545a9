"""What the API answers: the edge's own models of what `models.answers` and the lists return."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from models.targets import TargetKind
from service.certainty import ContradictionAnswer, QuestionAnswer, RestsOn, WarningAnswer
from service.champion import Source
from service.place_names import Names, with_names

Finite = Annotated[float, Field(allow_inf_nan=False)]


class Words(BaseModel):
    zh: str
    en: str


class _Answer(BaseModel):
    # `model_version` is our word; Pydantic would keep names that begin with `model_` to itself.
    model_config = ConfigDict(protected_namespaces=())


class RaisedRisk(_Answer):
    """An official risk type and what everything known and unknown of it adds to the raw score."""

    risk_type: str
    contribution: Finite = Field(description="In log-odds; above 0.")


class Reason(_Answer):
    """Something known about the household that raises its score, or that holds it up."""

    topic: str = Field(description="What it is about, such as `medical_bills`; it adds up all that is known of this.")
    risk_type: str = Field(description="Official risk type that it speaks for.")
    phrase: str = Field(description="Name of the sentence within its topic.")
    zh: str = Field(description="The sentence in Chinese.")
    en: str = Field(description="The sentence in English.")
    ask_zh: str = Field(description="What to ask or look at on the visit, in Chinese; may be empty.")
    ask_en: str = Field(description="The same in English.")
    facts: dict[str, Any] = Field(
        description="The numbers of the sentence by feature or policy value; `seen`: the row that it tells of, with its day, the "
        "day on which it became known, the department that sent it and the members it is about (relation, sex, age)."
    )
    contribution: Finite = Field(description="What it adds to the raw score, in log-odds; below 0 for what protects.")
    points: Finite = Field(
        description="What it does to the probability, in percentage points; all contributions add up to its whole change from "
        "the average household's."
    )


class TriggerHit(_Answer):
    """A department's screening rule that the household hits that day: a lead of its own, whatever the score."""

    trigger: str = Field(description="Name of the rule.")
    department: str = Field(description="Whose rule it is.")
    risk_type: str = Field(description="Official risk type that it points to.")
    zh: str = Field(description="The hit in Chinese words, with value, line and since when.")
    en: str = Field(description="The hit in English words.")
    unit: str
    value: Finite
    threshold: Finite = Field(description="The line in force; 1, or 0 for an amount, where any such event is a hit.")
    since: dt.date = Field(
        description="The last event or inspection it rests on; of a total, when it came to the line."
    )
    severity: int = Field(
        ge=0,
        description="How severe the county calls the rule (`must_include_<rule>`); 0: not severe. Who hits a severe one is to be visited.",
    )


class Scored(_Answer):
    """A lead, not a status: how likely the target's event is for a household, and why."""

    household_id: str
    as_of: dt.date = Field(description="What became known after this day played no part.")
    region_code: str
    household_type: str
    probability: Annotated[Finite, Field(ge=0, le=1)] = Field(
        description="Of the event of `target` within `horizon_months` after `as_of`, calibrated."
    )
    probability_low: Finite | None = Field(
        description="Lower end of what the calibration leaves open (95 %, villages drawn anew); null where it is not known."
    )
    probability_high: Finite | None = Field(description="Upper end of the same.")
    sureness_zh: str = Field(
        description="The probability as people count, in Chinese: of ten such households about seven."
    )
    sureness_en: str = Field(description="The same in English.")
    band: str = Field(
        description="`high`, `medium` or `low`, by the county's thresholds: for ordering work, never a status."
    )
    raw_score: Finite = Field(description="Log-odds before calibration; what households are ranked by.")
    base_value: Finite = Field(description="The raw score before anything is known about a household.")
    residual: Annotated[Finite, Field(ge=0, le=1e-6)] = Field(
        description="|all contributions + base_value - raw_score|; an answer with more than 1e-6 is not given."
    )
    reasons: list[Reason] = Field(
        description="What raises the score most, by risk type; at most five. Empty in the low band, where nothing stands out."
    )
    protects: list[Reason] = Field(description="What holds the household up; at most three.")
    verify_first: list[ContradictionAnswer] = Field(
        description="What speaks against the main reasons; nothing of the low band."
    )
    screening: list[TriggerHit] = Field(description="Departments' rules that are hit, with value, line and since when.")
    screening_unclear: list[str] = Field(
        description="Rules that can't be told: what is known of the household does not suffice. Not the same as not hit."
    )
    risk_types: list[RaisedRisk] = Field(
        description="The official risk types that raise the score, each over all that the model read, strongest first."
    )
    model: str
    model_version: str
    horizon_months: int
    target: TargetKind = Field(
        description="`entry`: identified as monitored. `relapse`: rolled back or identified again after its risk was removed."
    )


class MadeFromAnswer(_Answer):
    """What a score was made from: from the same of all of it `fanpin replay` makes the same answer, bit for bit."""

    as_of: dt.date
    model: str
    model_version: str
    model_digest: str = Field(description="Of scorer and features.")
    calibrator_digest: str = Field(description="Of what makes a probability of a raw score.")
    feature_fingerprint: str = Field(description="Of what the model's features mean.")
    policy_version: str = Field(description="Of the policy files.")
    code_version: str
    code_digest: str = Field(description="Of the program's files that make features and scores.")
    data_versions: dict[str, int] = Field(
        description="Of the record tables, as they were read; empty where no store was."
    )
    seed: int | None = Field(description="Of what was drawn; null where nothing was.")


class AssessmentMadeFrom(MadeFromAnswer):
    """What an answer about one household was made from."""

    store: str | None = Field(description="Which record store was read; null where none was.")
    document: str | None = Field(description="Digest of the document that was sent; null of a stored household.")
    format: int = Field(description="Of this object.")


class ListMadeFrom(MadeFromAnswer):
    """What a list was made from."""

    visits: int | None = Field(description="Visits that were asked for; null where the policy decides.")
    region: str = Field(description="Where they are dealt out; empty for everybody.")
    previous: str | None = Field(description="The kept run whose list came before (`fanpin runs`).")


class Assessment(Scored):
    """One household's score with its reasons, the departments' rules that it hits, and what all of it rests on."""

    township: str | None = Field(description="What its township is called; null where no delivered list told it.")
    village: str | None = Field(description="What its village is called; likewise.")
    rests_on: RestsOn
    warnings: list[WarningAnswer] = Field(
        description="Doubts about the records themselves; the score takes them as they are."
    )
    completeness: Annotated[Finite, Field(ge=0, le=1)] | None = Field(
        description="Of what the model reads the share that is known, by how much each matters; null where the county knows nobody."
    )
    plausible_low: Finite | None = Field(
        description="Lower end of the probability, were the unknown as it is with households alike (the middle 90 %)."
    )
    plausible_high: Finite | None = Field(description="Upper end of the same.")
    expires_on: dt.date = Field(description="Until when the score may be used, that day included.")
    ask_first: list[QuestionAnswer] = Field(description="What to ask first, the most telling first.")
    made_from: AssessmentMadeFrom


def body_of(fields: Mapping[str, Any], names: Names) -> bytes:
    """An answer (`models.answers`) as it is sent."""
    return Assessment.model_validate(with_names(fields, names)).model_dump_json().encode()


class SlotAnswer(_Answer):
    """Why a household is on the list: a name from a closed set (`models.lists.Slot`), in words in two languages."""

    name: str
    zh: str
    en: str


class RankedAssessment(Scored):
    """An assessment in its place on a list."""

    rank: int = Field(description="1 has the highest score.")
    slot: SlotAnswer


class NotScoredAnswer(_Answer):
    """A household without a score: its records hold numbers that can't be, or contradict each other."""

    household_id: str
    region_code: str
    refusal: str = Field(description="The rule: `impossible_numbers` or `records_contradict`.")
    tables: list[str] = Field(description="For `impossible_numbers`: the record tables to be corrected.")
    checks: list[str] = Field(description="For `records_contradict`: the checks that find it.")


class RiskListAnswer(_Answer):
    """Households to visit in a region. Everybody else has a score too, and other ways in stay open."""

    region: str = Field(description="Prefix of the region code; empty for everybody.")
    as_of: dt.date
    expires_on: dt.date = Field(description="Until when these scores may be used, that day included.")
    capacity: int | None = Field(
        description="Visits that were asked for. Null: each township gets what the policy gives it (`visits_per_hundred_households`)."
    )
    households_in_scope: int = Field(description="Households of the region that were scored.")
    resting: int = Field(
        description="How many of them are not listed, whatever their score, since they were visited lately (`cool_down_months`)."
    )
    left_out: dict[str, int] = Field(
        description="How many of them are not listed, by reason: `resting`; `beyond_bound`, which hit a severe rule and found must-includes "
        "full; `expired`, which were carried over long enough."
    )
    seed: int = Field(description="Of the order among households of equal score.")
    policy_examples: list[str] = Field(
        description="Policy values behind these scores that are examples, to be replaced by the county's own notices."
    )
    not_scored_count: int = Field(
        description="Households of the region without a score because their records hold numbers that can't be, or contradict each other."
    )
    not_scored: list[NotScoredAnswer] = Field(description="The first 100 of them: they need people, not a low rank.")
    households: list[RankedAssessment]
    made_from: ListMadeFrom


class PolicyStepAnswer(_Answer):
    """What the example says: the value from a day on, in the places whose region code begins with `scope`."""

    since: dt.date
    value: Finite
    scope: str
    source: str


class PolicyValueAnswer(_Answer):
    """A policy value that still stands on an example instead of the county's own notice."""

    name: str
    zh: str
    en: str
    unit: str
    steps: list[PolicyStepAnswer]


class FeatureAnswer(_Answer):
    """A feature that the model reads."""

    name: str
    zh: str
    en: str
    unit: str
    risk_type: str


class Notice(_Answer):
    """A sentence for those who rely on the answers."""

    zh: str
    en: str


class ModelAnswer(_Answer):
    """Which model answers, what it reads and what it was made from."""

    name: str
    version: str
    source: Source = Field(
        description="`registry`; `copy`: the local copy stands in for a registry that can't be read; `given`: by the program."
    )
    notices: list[Notice] = Field(description="Why it may not be the champion of today; empty where it is.")
    horizon_months: int
    target: TargetKind = Field(description="What it foretells: `entry` or `relapse`.")
    fingerprint: str = Field(description="Of what its features mean; changes when a feature's definition changes.")
    feature_count: int
    features: list[FeatureAnswer]
    trained: dict[str, Any] = Field(description="Periods and data versions as recorded by the training run.")
    policy_version: str = Field(description="Of the policy files that this service scores with.")
    trained_policy_version: str | None = Field(description="Of the policy files at training.")
    policy_examples: list[PolicyValueAnswer] = Field(
        description="Policy values used that are examples: replace them by the county's own notice before relying on them."
    )


class Status(_Answer):
    status: str = Field(description="`up`; `ready`, `degraded`, `not ready`.")
    reasons: list[str] = []
    notices: list[str] = Field(default=[], description="It answers, but those who rely on it should know this.")
