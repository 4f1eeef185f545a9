"""The features, one module per domain, each readable line by line by someone who knows the work."""
