"""`fanpin triggers`: which departments' rules are hit today, and what became of the hits where that is known."""

from __future__ import annotations

import typer

from features.bilingual import Bilingual
from features.cli.by_rule import RuleFamily, tell_by_rule
from features.cli.options import AsOf, CountyFolder, Region, WorkbookOut

app = typer.Typer()


@app.command()
def triggers(as_of: AsOf = None, out: WorkbookOut = None, region: Region = "", county: CountyFolder = None) -> None:
    """部门筛查预警清单 | Which households hit which department's rule, with value, threshold and since when."""
    from features.triggers.evaluating import trigger_policy
    from features.triggers.outcomes import hits_in_store
    from features.triggers.printing import print_yield
    from features.triggers.workbook import lists_of

    family = RuleFamily(hits_in_store, trigger_policy, print_yield, lists_of, Bilingual("有预警", "hit some rule"))
    tell_by_rule(family, as_of=as_of, region=region, out=out, county=county)
