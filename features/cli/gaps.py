"""`fanpin gaps`: who meets a rule of the safety net and has not the measure, and the reverse."""

from __future__ import annotations

import typer

from features.bilingual import Bilingual
from features.cli.by_rule import RuleFamily, tell_by_rule
from features.cli.options import AsOf, CountyFolder, Region, WorkbookOut

app = typer.Typer()


@app.command()
def gaps(as_of: AsOf = None, out: WorkbookOut = None, region: Region = "", county: CountyFolder = None) -> None:
    """保障政策漏享错享核查清单 | Who is due a measure and has it not, and who has one that the records do not bear out."""
    from features.gaps.finding import find_gaps_in_store, gap_policy
    from features.gaps.printing import print_counts
    from features.gaps.workbook import lists_of

    family = RuleFamily(find_gaps_in_store, gap_policy, print_counts, lists_of, Bilingual("须核查", "to be checked"))
    tell_by_rule(family, as_of=as_of, region=region, out=out, county=county)
