"""Every feature of the registry speaks through one topic, or is left untold for a reason."""

from __future__ import annotations

from features.registry import features
from models.reasons.topics import topics


def test_every_feature_is_in_a_topic_or_untold() -> None:
    """A feature that is added is a reason at once, or is said to be none."""
    in_topics = {name for topic in topics().by_name.values() for name in topic.features}

    missing = {
        kind: names
        for kind in sorted({feature.risk_type.value for feature in features().values()})
        if (
            names := [
                name
                for name, feature in features().items()
                if feature.risk_type == kind and name not in in_topics and name not in topics().untold
            ]
        )
    }

    assert not missing


def test_nothing_is_told_of_features_that_there_are_not() -> None:
    assert not set(topics().untold) - set(features())
    assert all(topics().untold.values())
