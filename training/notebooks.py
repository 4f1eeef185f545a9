"""What a notebook opens and how its pictures are written: the county at hand, its model, the run's report, a font.

Notebooks ask and show; what they need more than once stands here, with tests.
"""

from __future__ import annotations

import datetime as dt
import math
import os
import warnings
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from features.context.cache import kept_context
from features.deliveries.senders import senders
from features.deliveries.standing_day import day_to_stand_on
from features.errors import FanpinError
from features.frame import feature_frame, index_of
from features.frame.context.table import context_days
from features.policy.loading import Policy
from features.records.buckets import described, over_buckets
from features.records.gate import Records
from features.records.store import RecordStore
from features.registry import features
from features.texts.fonts import chinese_font
from models import DEFAULT_MODEL
from models.reasons import Explained, compose
from models.risk_model import RiskModel
from models.scope import Standing, standing
from models.scorers import Array

if TYPE_CHECKING:
    from matplotlib.axes import Axes

DEMO = "var/demo"
"""Where `fanpin demo` leaves a county: what a notebook opens when nothing else is said."""

HOW_TO_GET_A_FONT = (
    "本机没有中文字体，图中文字改用英文。Debian、Ubuntu 安装 fonts-noto-cjk 后重新运行本页 | No font with Chinese characters is "
    "installed, so labels are in English. On Debian and Ubuntu install fonts-noto-cjk and run the notebook again."
)


class NothingToOpenError(FanpinError):
    """There is no county, model or report where the notebook looks."""


@dataclass(frozen=True)
class Sample:
    """Some households with all their records, and the rows (`household_id`, `as_of`) that are looked at."""

    records: Records
    index: pl.DataFrame


@dataclass(frozen=True)
class CountyAtHand:
    """A county as a notebook sees it.

    Attributes:
        folder: what `fanpin demo` made; only looked at where a variable of the environment says nothing.
    """

    folder: Path

    @cached_property
    def store(self) -> RecordStore:
        """The records: FANPIN_DATA, or `records` of the folder."""
        return RecordStore.open(Path(os.environ.get("FANPIN_DATA", self.folder / "records")))

    @cached_property
    def policy(self) -> Policy:
        """Fanpin's policy with the county's own over it, FANPIN_COUNTY."""
        from features.policy.county import county_folder

        return Policy.load(county=county_folder(None))

    @cached_property
    def last_day(self) -> dt.date:
        """The day on which answers stand: what the county knows now.

        Raises:
            FanpinError: nothing was delivered.
        """
        return day_to_stand_on(None, self.store, self.policy).day

    @cached_property
    def model(self) -> RiskModel:
        """The champion's copy: FANPIN_MODEL_COPY, or `model` of the folder; else the champion of the registry.

        Raises:
            ModelError: there is none, or it was trained on features that mean something else here.
        """
        copy = Path(os.environ.get("FANPIN_MODEL_COPY", self.folder / "model"))
        from models.registry.local_copy import kept

        if found := kept(DEFAULT_MODEL, copy):
            return found.model
        from models.registry import load_champion

        self._point_at_registry()
        return load_champion(copy=copy)

    def report(self, version: str) -> dict[str, Any]:
        """The report of the run that made a version of the default model.

        Args:
            version: a number, or an alias such as `champion` or `challenger`.

        Raises:
            RegistryError: there is no such version, or the registry can't be reached.
        """
        from models.registry import document

        self._point_at_registry()
        found: dict[str, Any] = document(DEFAULT_MODEL, version, "report")
        return found

    def sample(self, day: dt.date, most: int = 1_500, seed: int = 0) -> Sample:
        """A seeded sample of the households that a model for entry speaks of on a day, with their records.

        Raises:
            ContextError: the figures of villages were missing and can't be kept.
        """
        versions = self.store.versions()
        context = kept_context(self.store, context_days([day]), versions=versions)

        def in_scope(records: Records) -> tuple[pl.DataFrame, dict[str, pl.DataFrame]]:
            known = standing(records, index_of(described(records), day), None)
            return known.filter(pl.col("standing") == Standing.IN_SCOPE.value), records.tables

        index, read = index_of([], day), []
        for here, tables in over_buckets(self.store, in_scope, versions=versions):
            index = pl.concat([index, here.select(index.columns)]).sort("household_id")
            read.append(tables)
            if index.height >= most:
                break
        index = index.sample(min(most, index.height), seed=seed).sort("household_id")
        every = {name: pl.concat([tables[name] for tables in read]) for name in read[0]}
        few = {name: rows.join(index, on="household_id", how="semi") for name, rows in every.items()}
        return Sample(Records(few, context), index)

    def facts(self, sample: Sample, names: Iterable[str] | None = None) -> pl.DataFrame:
        """The feature frame of a sample, as known on its day: all features when none are named."""
        return feature_frame(sample.records, sample.index, self.policy, names)

    def reasons(self, sample: Sample, facts: pl.DataFrame, contributions: Array) -> list[list[dict[str, Any]]]:
        """Of each household of a sample what raises its risk, whatever its band (`models.reasons.selecting.REASON`).

        Args:
            facts: of the sample, those of the model at least.
            contributions: rows by features of the model.
        """
        model, matrix = self.model, self.model.matrix(facts)
        explained = Explained(model, sample.records, self.policy, facts, matrix, contributions, senders(self.store))
        reasons: list[list[dict[str, Any]]] = compose(explained, range(facts.height))[0].to_list()
        return reasons

    def _point_at_registry(self) -> None:
        database = self.folder.resolve() / "mlflow.db"
        if database.exists():
            os.environ.setdefault("MLFLOW_TRACKING_URI", f"sqlite:///{database}")


def county_at_hand(demo: str = DEMO) -> CountyAtHand:
    """The county that the environment names, or that of the demo, looked for from here upwards.

    A notebook runs in its own folder or in the repository's: both find the demo's county.

    Raises:
        NothingToOpenError: nothing is named and no demo was run.
    """
    here = Path.cwd()
    demo_folder = next((above / demo for above in (here, *here.parents) if (above / demo / "records").is_dir()), None)
    if demo_folder is None and "FANPIN_DATA" not in os.environ:
        raise NothingToOpenError(
            f"没有可打开的数据：先运行 `make demo`，或用环境变量 FANPIN_DATA 指明记录库 | There is no county to open: run `make demo` first "
            f"(it writes {demo}), or name a record store in FANPIN_DATA."
        )
    return CountyAtHand(demo_folder or here / demo)


@dataclass(frozen=True)
class Labels:
    """Words on pictures, in Chinese where a font can write them.

    Attributes:
        font: the font; None where none can write Chinese.
    """

    font: str | None

    def of(self, zh: str, en: str) -> str:
        return zh if self.font else en

    def of_features(self, names: Iterable[str]) -> list[str]:
        """What each feature means, without what its meaning says in brackets or behind a colon."""
        declared = features()
        return [
            self.of(declared[name].zh.partition("（")[0], declared[name].en.rstrip(".").partition(":")[0])
            for name in names
        ]

    @property
    def description(self) -> str:
        """Which font writes the labels, or what to install."""
        return f"图中文字 | labels: {self.font}" if self.font else HOW_TO_GET_A_FONT


def labels_for_pictures() -> Labels:
    """Set Matplotlib to a font that can write Chinese, where there is one.

    Called first in a notebook: it also keeps a library's complaint about a widget for progress bars, which no notebook
    needs, out of the outputs.
    """
    import matplotlib as mpl

    warnings.filterwarnings("ignore", message="IProgress not found")

    font = chinese_font()
    if font is not None:
        mpl.rcParams["font.family"] = [font, "sans-serif"]
        # The font of Chinese characters need not have the sign that typesetters use for minus.
        mpl.rcParams["axes.unicode_minus"] = False
    return Labels(font)


def figures_with_intervals(axes: Axes, names: Sequence[str], figures: Iterable[Mapping[str, float | None]]) -> None:
    """A point for each name from the top down, with its interval; what could not be told has none.

    Args:
        figures: `value`, `low`, `high` of each name, as reports tell them.
    """
    bounds = ("value", "low", "high")
    told = [[math.nan if figure[bound] is None else figure[bound] for bound in bounds] for figure in figures]
    value, low, high = np.array(told, dtype=np.float64).reshape(-1, len(bounds)).T
    # A resample's interval need not hold the value itself.
    spans = np.clip([value - low, high - value], 0, None)
    axes.errorbar(value, range(len(names)), xerr=spans, fmt="o", color="#4c78a8", ecolor="#999999", capsize=3)
    axes.set_yticks(range(len(names)), names)
    axes.set_ylim(len(names) - 0.5, -0.5)
    axes.grid(axis="x", alpha=0.3)
