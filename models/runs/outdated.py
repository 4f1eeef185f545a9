"""Whether an answer that a run holds is still what would be computed now: nothing stale is served as fresh, and what is not known is taken for stale."""

from __future__ import annotations

import datetime as dt

from features.intake.counties import Counties
from features.policy.loading import Policy
from features.records.store import StoreError
from features.records.store.since import known_since
from features.records.store.states import StoreInState
from features.vocabulary import Labelled
from models.provenance import code_digest
from models.risk_model import RiskModel
from models.runs.run import Run


class Outdated(Labelled):
    """Why an answer of a run may not be what would be computed now; the first that holds."""

    NO_ANSWERS = "no_answers", "该次评分没有保存逐户结果", "the run holds no answers"
    OTHER_DAY = "other_day", "该次评分是另一天的", "the run is of another day"
    OTHER_MODEL = "other_model", "现用的是另一个模型", "another model answers now"
    OTHER_CALIBRATION = "other_calibration", "模型已重新校准", "the model was recalibrated"
    OTHER_FEATURES = "other_features", "特征的含义已变", "features mean something else now"
    OTHER_POLICY = "other_policy", "政策数值已变", "policy values are others now"
    OTHER_PROGRAM = "other_program", "程序已更新", "the program is another one now"
    OTHER_STORE = "other_store", "该次评分出自另一个记录库", "the run was made from another record store"
    RECORDS_SINCE = (
        "records_since",
        "评分之后又收到或撤回了该日以前的记录",
        "records known by that day came in, or were taken back, since the run",
    )
    RECORDS_UNKNOWN = (
        "records_unknown",
        "当时的记录版本已读不出，无从核对",
        "the versions of the records of then can't be read, so that nobody can tell",
    )


def outdated_for(run: Run, store: StoreInState, model: RiskModel, policy: Policy, as_of: dt.date) -> Outdated | None:
    """Why an answer about a household on a day can't be taken from a run; None where it is the one that would be computed now.

    It then is the same in every field but what it names as its origin: later deliveries, which tell nothing of that day, count in the
    versions of the records that are read now.
    """
    then = run.made_from
    kept = run.kept_answering
    if kept is None:
        return Outdated.NO_ANSWERS
    others = {
        Outdated.OTHER_DAY: then.as_of != as_of,
        Outdated.OTHER_MODEL: (then.model, then.model_version, then.model_digest)
        != (model.name, model.version, model.digest),
        Outdated.OTHER_CALIBRATION: then.calibrator_digest != model.calibrator_digest,
        Outdated.OTHER_FEATURES: then.feature_fingerprint != model.fingerprint,
        Outdated.OTHER_POLICY: then.policy_version != policy.version,
        Outdated.OTHER_PROGRAM: then.code_digest != code_digest(),
        Outdated.OTHER_STORE: kept.get("store") is None or kept["store"] != store.identity,
    }
    for why, is_so in others.items():
        if is_so:
            return why
    return store.worked_out(("outdated", run.id), lambda: _records_since(run, store))


def _records_since(run: Run, store: StoreInState) -> Outdated | None:
    versions = run.made_from.data_versions
    try:
        since = known_since(store, versions)
        if since is None:
            return None
        # The limits of a county of its own count as long as it is alone, whenever another one was first told of.
        alone = Counties.of(store).the_one == Counties.of(store, versions).the_one
    except StoreError:
        return Outdated.RECORDS_UNKNOWN
    return None if since > run.made_from.as_of and alone else Outdated.RECORDS_SINCE
