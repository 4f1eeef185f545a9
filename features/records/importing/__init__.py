"""Record tables brought as they are: the contract by which any other panel enters (`docs/records.md`)."""

from features.records.importing.run import ImportRefusedError, import_records

__all__ = ["ImportRefusedError", "import_records"]
