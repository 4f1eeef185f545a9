"""A policy that was kept is the same policy, word for word, when it is taken up again."""

from __future__ import annotations

import json

import pytest

from features.policy.loading import Policy
from features.policy.steps import PolicyError
from features.policy.storage import kept_policy, restored_policy


def test_what_was_kept_is_the_same_when_it_is_taken_up_again() -> None:
    policy = Policy.load()
    again = restored_policy(json.loads(json.dumps(kept_policy(policy), ensure_ascii=False)))
    assert again.values == policy.values
    assert again.version == policy.version


@pytest.mark.parametrize("broken", [{}, {"version": "1"}, {"version": "1", "values": {"x": {"steps": 3}}}])
def test_a_damaged_policy_is_no_policy(broken: dict[str, object]) -> None:
    with pytest.raises(PolicyError, match="damaged"):
        restored_policy(broken)
