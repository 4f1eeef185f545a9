# ---
# jupyter:
#   jupytext:
#     formats: ipynb,py:percent
#     text_representation:
#       extension: .py
#       format_name: percent
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # 05 公平与名单 | Fairness and lists
#
# 名单漏了谁，多跑了哪些路，对各类农户是不是一样好。读的是训练那一版模型时的报告。
#
# Whom the list misses, which visits were for nothing, and whether it serves every kind of household equally well. It
# reads the report of the run that made a version.

# %%
import matplotlib.pyplot as plt
import pandas as pd

from models.card.verdicts import Verdict
from training.contenders.names import name_of
from training.fairness.metrics import Metric
from training.notebooks import figures_with_intervals, county_at_hand, labels_for_pictures

# 版本号，或 champion（现用）、challenger（候选）。A number, or which one.
VERSION = "champion"

county, labels = county_at_hand(), labels_for_pictures()
report = county.report(VERSION)
lists, fairness = report["lists"], report["fairness"]
f"{labels.description}; {lists['capacity']}"

# %% [markdown]
# ## 找到一户要跑多少户？ | How many visits does it take to find one household?

# %%
methods = {name: told for name, told in lists["methods"].items() if ":" not in name}
named = [labels.of(*name_of(name)) for name in methods]
figure, axes = plt.subplots(figsize=(9, 0.4 * len(methods) + 1), layout="constrained")
figures_with_intervals(axes, named, [told["precision@capacity"] for told in methods.values()])
axes.xaxis.set_major_formatter("{x:.0%}")
axes.set_xlabel(
    labels.of("命中率：名单上后来被识别的占比", "precision: share of the list that was identified later")
);

# %%
# 一户也没找到时，要跑多少户说不出来。Where nothing was found, nobody can say how many visits one takes.
each = {"每找到一户的走访数 visits per household found": "visits_per_household_found", "提升 lift": "lift"}
pd.DataFrame(
    {said: [told[f"{measure}@capacity"]["value"] for told in methods.values()] for said, measure in each.items()},
    index=named,
    dtype=float,
).round(1)

# %% [markdown]
# ## 多给人手能多找到多少？ | What would more visits find?

# %%
cuts = [
    column
    for column in next(iter(methods.values()))
    if column.startswith("recall@") and not column.endswith("capacity")
]
figure, axes = plt.subplots(figsize=(8, 4.5), layout="constrained")
for name, told in zip(named, methods.values(), strict=True):
    axes.plot(
        [100 * float(cut.partition("@")[2]) for cut in cuts],
        [told[cut]["value"] for cut in cuts],
        marker="o",
        label=name,
    )
axes.yaxis.set_major_formatter("{x:.0%}")
axes.set_xlabel(labels.of("每百户每月走访户数", "visits per hundred households a month"))
axes.set_ylabel(labels.of("查全率", "recall"))
axes.legend();

# %% [markdown]
# ## 哪些户只有模型找到，哪些只有现在的做法找到？ | Whom does only the model find, and whom only today's ways?

# %%
found_by = {name: told for name, told in lists["found_by"].items() if ":" not in name}
words = {
    "only_model": labels.of("只有模型", "only the model"),
    "both": labels.of("都找到", "both"),
    "only_other": labels.of("只有另一种", "only the other"),
    "neither": labels.of("都没找到", "neither"),
}
shares = pd.DataFrame(
    {
        said: {labels.of(*name_of(other)): told[part]["outcomes"] for other, told in found_by.items()}
        for part, said in words.items()
    }
)
axes = shares.plot.barh(
    stacked=True, figsize=(9, 0.5 * len(shares) + 1.5), color=["#4c78a8", "#72b7b2", "#f2a93b", "#bbbbbb"]
)
axes.invert_yaxis()
axes.legend(loc="upper center", bbox_to_anchor=(0.5, -0.15), ncols=4)
axes.set_title(labels.of("后来被识别的户，谁的名单上有过", "Outcomes by whose list had held them"));

# %% [markdown]
# ## 对各类农户一样好吗？ | Does it serve each kind of household equally well?
#
# 与其余农户相比的比值，1 为相同；判断不了的写"证据不足"，不写"公平"。太小的组不列。Ratios to all other households, 1 is the same;
# what can't be judged is called insufficient evidence, never fair. Groups that are too small are not told.

# %%
alone = [group for group in fairness["groups"] if len(group["groups"]) == 1]
figure, grid = plt.subplots(1, 2, figsize=(13, 0.35 * len(alone) + 1.2), layout="constrained", sharey=True)
for metric, axes in zip((Metric.RECALL, Metric.SELECTION_RATE), grid, strict=True):
    compared = [group["metrics"][metric.value]["compared"] for group in alone]
    figures_with_intervals(axes, [labels.of(group["zh"], group["en"]) for group in alone], compared)
    axes.axvline(1, color="#333333", linewidth=0.8)
    axes.set_title(labels.of(metric.zh, metric.en))

# %%
verdicts = pd.DataFrame(
    {
        labels.of(group["zh"], group["en"]): {
            labels.of(Metric(name).zh, Metric(name).en): labels.of(
                Verdict(told["verdict"]).zh, Verdict(told["verdict"]).en
            )
            for name, told in group["metrics"].items()
        }
        for group in alone
    }
).T
verdicts

# %% [markdown]
# ## 有哪些组、哪些两两组合超出了界限？ | Which groups, and which pairs, are outside the bounds?

# %%
outside = [
    {"组 group": labels.of(group["zh"], group["en"]), "metric": name, **told["compared"]}
    for group in fairness["groups"]
    for name, told in group["metrics"].items()
    if told["verdict"] == Verdict.OUTSIDE.value
]
pd.DataFrame(outside) if outside else f"没有 none; {fairness['verdicts']}, 未列出的小组 untold: {fairness['unprinted']}"
