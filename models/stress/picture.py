"""A stress test as a picture: who would cross the cut, by township and in the villages with the most."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import polars as pl

from features.bilingual import Bilingual
from models.stress.crossing import Stress

if TYPE_CHECKING:
    from matplotlib.axes import Axes

VILLAGES_DRAWN = 15
CROSSING, BEFORE, AFTER = "#c44e52", "#9ab0c8", "#4c78a8"

NO_FONT = Bilingual(
    "本机没有中文字体，图中文字改用英文，地名改用代码；Debian、Ubuntu 安装 fonts-noto-cjk 后重新运行",
    "no font with Chinese characters is installed, so the picture is in English and places go by their codes: install fonts-noto-cjk on "
    "Debian and Ubuntu and run it again",
)


def picture_of(stressed: Stress, font: str | None = None) -> bytes:
    """A PNG; the same figures give the same bytes.

    Args:
        font: one that can write Chinese (`features.texts.fonts.chinese_font`); labels are in English without one.
    """
    import matplotlib as mpl
    from matplotlib.figure import Figure

    with mpl.rc_context():
        if font:
            mpl.rcParams["font.family"] = [font, "sans-serif"]
        villages = stressed.villages.filter(pl.col("crossing") > 0).head(VILLAGES_DRAWN)
        rows = max(stressed.townships.height, villages.height, 4)
        figure = Figure(figsize=(15, 2.2 + 0.36 * rows), layout="constrained")
        left, middle, right = figure.subplots(1, 3)
        words = _Words(chinese=font is not None)
        scenario = stressed.scenario
        title = words.of(f"压力测试：{scenario.name}", f"Stress test: {scenario.name_en or 'a scenario'}")
        figure.suptitle(f"{title}\n{words.of('截至', 'as of')} {stressed.as_of}", fontsize=14, linespacing=1.5)
        places = stressed.townships["township" if font else "township_code"].to_list()
        _crossing(left, places, stressed.townships, words.of("各乡镇越线户数", "crossing the cut, by township"), words)
        _bands(middle, places, stressed.townships, words)
        named = villages.select(
            pl.format("{} {}", "township", "village") if font else pl.col("region_code")
        ).to_series()
        most = words.of(f"越线最多的村（前{villages.height}个）", f"the {villages.height} villages with the most")
        _crossing(right, named.to_list(), villages, most, words)
        figure.text(
            0.5,
            -0.02,
            words.of(
                "模型的敏感程度，不是返贫户数预测；只作工作材料，不得公示、外传",
                "the model's sensitivity, no forecast; working material, not for public notice",
            ),
            ha="center",
            va="top",
            fontsize=9,
            color="#555555",
        )
        drawn = io.BytesIO()
        figure.savefig(drawn, format="png", dpi=120, bbox_inches="tight", metadata={"Software": None})
    return drawn.getvalue()


class _Words:
    def __init__(self, *, chinese: bool) -> None:
        self._chinese = chinese

    def of(self, zh: str, en: str) -> str:
        return zh if self._chinese else en


def _crossing(axes: Axes, places: list[str], counts: pl.DataFrame, title: str, words: _Words) -> None:
    if not places:
        axes.set_axis_off()
        axes.set_title(title)
        axes.text(
            0.5, 0.5, words.of("没有户越线", "nobody crosses"), ha="center", va="center", transform=axes.transAxes
        )
        return
    bars = axes.barh(range(len(places)), counts["crossing"].to_list(), color=CROSSING, height=0.65)
    axes.bar_label(bars, padding=3, fontsize=9)
    _places(axes, places, title, words)


def _bands(axes: Axes, places: list[str], counts: pl.DataFrame, words: _Words) -> None:
    for shift, column, colour, label in (
        (-0.2, "high_before", BEFORE, words.of("现在", "now")),
        (0.2, "high_after", AFTER, words.of("情景下", "in the scenario")),
    ):
        at = [place + shift for place in range(len(places))]
        axes.bar_label(
            axes.barh(at, counts[column].to_list(), color=colour, height=0.38, label=label), padding=3, fontsize=8
        )
    axes.legend(fontsize=9, loc="lower right")
    _places(axes, places, words.of("各乡镇高风险档户数", "in the high band, by township"), words)


def _places(axes: Axes, places: list[str], title: str, words: _Words) -> None:
    from matplotlib.ticker import MaxNLocator

    axes.set_yticks(range(len(places)), places)
    axes.invert_yaxis()
    axes.margins(x=0.12)
    axes.set_title(title)
    axes.set_xlabel(words.of("户", "households"))
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    axes.spines[["top", "right"]].set_visible(False)
