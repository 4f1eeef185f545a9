"""What a trained model is: score, calibration, explanation, scope, list, registry."""
