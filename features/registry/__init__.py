"""The registry: every feature, declared once, for online, batch and training alike.

declarations  what a feature is, the units, and all features by name
mistakes      what a declaration may not say, found on import
source_texts  what the text of a definition means, for fingerprints
wording       a fact in words: meaning, value and unit
"""

from features.registry.declarations import UNITS, Feature, chosen, feature, features, policy_read, with_ingredients
from features.registry.mistakes import FeatureDeclarationError

__all__ = [
    "UNITS",
    "Feature",
    "FeatureDeclarationError",
    "chosen",
    "feature",
    "features",
    "policy_read",
    "with_ingredients",
]
