"""Whether a probability means what it says: the choice of its curve, what outcomes say of it, and putting it right."""
