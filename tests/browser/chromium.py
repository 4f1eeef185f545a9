"""The system's Chromium: where it is, what it needs, and words for who has none."""

from __future__ import annotations

import os
import shutil
import subprocess
from importlib.metadata import version
from pathlib import Path

import pytest

CHROMIUM, NEEDED = "FANPIN_CHROMIUM", "FANPIN_NEEDS_BROWSER"
NAMES = ("chromium", "chromium-browser")
FONT = "Noto*CJK*"
FONT_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.local/share/fonts", "~/.fonts")


def chromium_here() -> str | None:
    """Where the browser is: as the environment says, or on the path."""
    return os.environ.get(CHROMIUM) or next(filter(None, map(shutil.which, NAMES)), None)


def has_font() -> bool:
    """Whether Chinese is drawn as letters and not as empty boxes, which would measure nothing."""
    return any(next(Path(folder).expanduser().rglob(FONT), None) for folder in FONT_FOLDERS)


def version_of(chromium: str | None) -> str:
    """As the browser says it itself."""
    if chromium is None:
        return "—"
    asked = subprocess.run([chromium, "--version"], capture_output=True, text=True, check=False, timeout=60)
    return asked.stdout.strip() or "?"


def why_not() -> str | None:
    """What is missing, and what to install; None where nothing is."""
    chromium = chromium_here()
    missing = [
        *(["chromium"] if chromium is None or shutil.which(chromium) is None else []),
        *([] if has_font() else ["fonts-noto-cjk"]),
    ]
    if not missing:
        return None
    install = f"apt-get install {' '.join(missing)}"
    return (
        f"浏览器测试没有运行：缺 {'、'.join(missing)}，请运行 {install}（或用 {CHROMIUM} 指明 Chromium） | the browser's tests did not run: "
        f"{', '.join(missing)} missing. Run {install}, or name a Chromium in {CHROMIUM}. "
        f"[Playwright {version('playwright')}; Chromium {version_of(chromium if 'chromium' not in missing else None)}]"
    )


def need_chromium() -> str:
    """Where the browser is. Where something is missing the test is skipped, or fails where the environment wants it to run."""
    why = why_not()
    if why is not None:
        if os.environ.get(NEEDED):
            pytest.fail(why, pytrace=False)
        pytest.skip(why)
    return chromium_here() or ""
