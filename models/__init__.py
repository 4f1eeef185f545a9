"""What a trained model is: score, calibration, explanation, scope, list, registry."""

DEFAULT_MODEL = "fanpin-entry"
"""The registered model that scores unless another one is named."""
