"""A workbook in the hands of an office that works with LibreOffice: the program itself opens it, fills it in and writes it."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
from collections.abc import Mapping
from html import escape
from pathlib import Path

import pytest

from service.sheets.columns import VISITS
from tests.browser.chromium import NEEDED
from tests.service.sheets.books import AT, SOFFICE

WHY_NOT = (
    "办公一月的测试没有运行：缺 LibreOffice，请运行 apt-get install libreoffice-calc | the story of the month did not run: soffice is missing. "
    "Run apt-get install libreoffice-calc."
)
XML = '<?xml version="1.0" encoding="UTF-8"?>\n'
# Without it the first start lays the installation's own empty modules over these.
SETTLED = f"""{XML}<oor:items xmlns:oor="http://openoffice.org/2001/registry"><item oor:path="/org.openoffice.Setup/Office">
<prop oor:name="ooSetupInstCompleted" oor:op="fuse"><value>true</value></prop></item></oor:items>"""
LIBRARIES = f"""{XML}<library:libraries xmlns:library="http://openoffice.org/2000/library">
<library:library library:name="Standard" library:link="false"/></library:libraries>"""
LIBRARY = f"""{XML}<library:library xmlns:library="http://openoffice.org/2000/library" library:name="Standard" library:readonly="false"
library:passwordprotected="false"><library:element library:name="Hands"/></library:library>"""
MODULE = f"""{XML}<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Hands" script:language="StarBasic">%s</script:module>"""
BASIC = """
Sub FillIn
  Dim unseen(0) As New com.sun.star.beans.PropertyValue
  unseen(0).Name = "Hidden"
  unseen(0).Value = True
  book = StarDesktop.loadComponentFromURL("{source}", "_blank", 0, unseen())
  sheet = book.Sheets.getByName("{sheet}")
{lines}
  Dim workbook(0) As New com.sun.star.beans.PropertyValue
  workbook(0).Name = "FilterName"
  workbook(0).Value = "Calc MS Excel 2007 XML"
  book.storeToURL("{target}", workbook())
  book.close(True)
End Sub
"""

Cells = Mapping[int, Mapping[str, str | dt.date]]
"""What is typed: by the row as the program counts it and the column's name."""


def need_libreoffice() -> None:
    """Where it is missing the test is skipped, or fails where the environment wants it to run."""
    if SOFFICE is None:
        if os.environ.get(NEEDED):
            pytest.fail(WHY_NOT, pytrace=False)
        pytest.skip(WHY_NOT)


def filled_in(source: Path, target: Path, typed: Cells, tampered: Cells) -> None:
    """What people type into the workbook, then what somebody changes who takes its protection off first."""
    lines = [*_typed(typed), '  sheet.unprotect("")', *_typed(tampered)]
    profile = target.parent / "profile"
    basic = profile / "user" / "basic"
    (basic / "Standard").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(SETTLED)
    (basic / "script.xlc").write_text(LIBRARIES)
    (basic / "Standard" / "script.xlb").write_text(LIBRARY)
    code = BASIC.format(source=source.as_uri(), target=target.as_uri(), sheet=VISITS, lines="\n".join(lines))
    (basic / "Standard" / "Hands.xba").write_text(MODULE % escape(code, quote=False))
    subprocess.run(
        [
            str(SOFFICE),
            f"-env:UserInstallation={profile.as_uri()}",
            "--headless",
            "--norestore",
            "macro:///Standard.Hands.FillIn",
        ],
        capture_output=True,
        check=True,
        timeout=240,
    )
    assert target.is_file(), "LibreOffice wrote nothing"


def _typed(cells: Cells) -> list[str]:
    return [
        f"  sheet.getCellByPosition({AT[name] - 1}, {row - 1}).{_as_typed(value)}"
        for row, of_row in cells.items()
        for name, value in of_row.items()
    ]


def _as_typed(value: str | dt.date) -> str:
    # A date is read by the program as from its keyboard.
    if isinstance(value, dt.date):
        return f'setFormula("{value}")'
    return f'String = "{value.replace(chr(34), 2 * chr(34))}"'
