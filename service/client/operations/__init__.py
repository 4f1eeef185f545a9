"""The operations of the API, a file for each of its groups: written from its routes (FANPIN_WRITE_SNAPSHOT=1 with tests/service/client), so that none is missing or takes something else."""
