"""The contenders of a run: boosted trees, the simple models that may ship instead, and what offices do today."""
