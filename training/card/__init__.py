"""Making a model card from the report of a run, and from nothing else."""
