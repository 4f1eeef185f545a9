"""The model card: what a trained model is, for whom, how well it did, and what it must not be used for."""
