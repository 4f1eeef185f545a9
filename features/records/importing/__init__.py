"""Record tables brought as they are: the contract by which any other panel enters (`docs/records.md`), and single facts.

run         a folder of tables
facts       facts of single households, as offices enter them and a case system sends them
landing     what of checked rows says something new
deliveries  the deliveries that rows name
checks      what can be wrong with rows
readings    a file's own types read as the documented ones
"""

from features.records.importing.checks import ImportRefusedError
from features.records.importing.facts import LandedFacts, land_facts
from features.records.importing.run import import_records

__all__ = ["ImportRefusedError", "LandedFacts", "import_records", "land_facts"]
