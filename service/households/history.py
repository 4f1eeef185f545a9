"""What the scoring runs said of a household, the last day first."""

from __future__ import annotations

from collections.abc import Sequence

from service.households.answers import PastAssessment
from service.store import Work
from service.store.repositories import runs
from service.store.tables import Assessment, ScoringRun, Unscored

OF_A_SCORE = (
    "probability",
    "probability_low",
    "probability_high",
    "raw_score",
    "band",
    "main_risk_type",
    "rank",
    "listed",
)
NO_SCORE = {**dict.fromkeys(OF_A_SCORE), "listed": False}


def past_assessments(work: Work, household_id: str, of_runs: Sequence[ScoringRun]) -> list[PastAssessment]:
    """What each of the runs said, in their order.

    Args:
        of_runs: as `service.store.repositories.runs.runs_about` selects them.
    """
    names = [run.id for run in of_runs]
    scored = runs.of_household(work, Assessment, household_id, names)
    unscored = runs.of_household(work, Unscored, household_id, names)
    score_ids = runs.score_names(work, household_id, names)
    return [
        PastAssessment(
            run_id=run.id,
            as_of=run.as_of,
            expires_on=run.expires_on,
            completed_at=run.completed_at,
            model=run.model,
            model_version=run.model_version,
            target=run.target,
            score_id=score_ids.get(run.id),
            standing=unscored[run.id].standing if run.id in unscored else None,
            **{name: getattr(scored[run.id], name) for name in OF_A_SCORE} if run.id in scored else NO_SCORE,
        )
        for run in of_runs
    ]
