"""Which installed font can write Chinese on a picture."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress

FONTS = (
    "Noto Sans CJK SC",
    # Matplotlib sees the first face of a collection of fonts only; it has the same characters.
    "Noto Sans CJK JP",
    "Source Han Sans SC",
    "Source Han Sans CN",
    "Microsoft YaHei",
    "PingFang SC",
    "Hiragino Sans GB",
    "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei",
    "SimHei",
    "Noto Serif CJK SC",
    "Noto Serif CJK JP",
    "SimSun",
    "Arial Unicode MS",
)
"""Fonts with Chinese characters that come with systems or packages, those without serifs first."""


def chinese_font(installed: Iterable[str] | None = None) -> str | None:
    """An installed font with Chinese characters; None when there is none.

    Args:
        installed: names of fonts; those that Matplotlib finds on this machine when not given.
    """
    there = set(_known_to_matplotlib() if installed is None else installed)
    return next((name for name in FONTS if name in there), None)


def _known_to_matplotlib() -> set[str]:
    from matplotlib import font_manager

    known = font_manager.fontManager
    if not {one.name for one in known.ttflist} & set(FONTS):
        # Matplotlib remembers the fonts of its first day on a machine: those installed since are read now.
        for file in set(font_manager.findSystemFonts()) - {one.fname for one in known.ttflist}:
            # A font in a format that Matplotlib can't draw is passed over.
            with suppress(OSError, RuntimeError):
                known.addfont(file)
    return {one.name for one in known.ttflist}
