"""Putting probabilities right after a shift: a new calibrator from the newest outcomes, its rehearsal, its registration."""
