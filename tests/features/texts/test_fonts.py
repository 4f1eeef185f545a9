"""A font that can write Chinese is found by its name, or there is none."""

from __future__ import annotations

from features.texts.fonts import FONTS, chinese_font


def test_a_font_that_can_write_chinese_is_chosen_by_its_name() -> None:
    assert chinese_font(["DejaVu Sans", "SimHei", "Noto Sans CJK JP"]) == "Noto Sans CJK JP"
    assert chinese_font(["DejaVu Sans"]) is None
    assert chinese_font() in {None, *FONTS}
