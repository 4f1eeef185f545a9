"""The features: a module per domain, or a package where there are many, each readable line by line by someone who knows the work."""
