"""Whether a probability means what it says: the choice of its curve, and what outcomes say of it."""
