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
# # 03 训练与回测 | Training and backtests
#
# 模型是怎么选出来的，比现在的做法强多少，每个数有多大把握。读的是训练那一版模型时的报告，不重新训练。
#
# How the model was chosen, how much better it is than what is done today, and how sure each figure is. It reads the
# report of the run that made a version; nothing is trained here.

# %%
import matplotlib.pyplot as plt
import pandas as pd
from IPython.display import display

from training.contenders.names import name_of
from training.figures import pictures
from training.notebooks import figures_with_intervals, county_at_hand, labels_for_pictures

# 版本号，或 champion（现用）、challenger（候选）。A number, or which one.
VERSION = "champion"

county, labels = county_at_hand(), labels_for_pictures()
report = county.report(VERSION)
lists, choice = report["lists"], report["choice"]
drawn = pictures(report)
f"{labels.description}; {report['model']['name']} {report['model']['method']}"

# %% [markdown]
# ## 用哪些日期学，在哪些日期考？ | Learned on which dates, and tested on which?
#
# 中间空出一个预测期：考试的答案不能在学习时就知道。Between them lies one horizon: what a test asks must not be known in training.

# %%
drawn["backtest_windows.png"]

# %%
pd.DataFrame(report["cohort"]["test"]["maturity"], index=["test"]).T.rename_axis(
    "结果是否已可知 is the outcome known"
).query("test > 0")

# %% [markdown]
# ## 同样的走访人手，谁找到得多？ | With the same visits, who finds more?
#
# 按乡镇、按实际走访能力切名单；横线是按村重抽的区间。Lists are cut by township at the real number of visits; the lines are
# intervals from resampled villages.

# %%
methods = {name: told["recall@capacity"] for name, told in lists["methods"].items() if ":" not in name}
figure, axes = plt.subplots(figsize=(9, 0.4 * len(methods) + 1), layout="constrained")
figures_with_intervals(axes, [labels.of(*name_of(name)) for name in methods], methods.values())
axes.xaxis.set_major_formatter("{x:.0%}")
axes.set_xlabel(
    labels.of("查全率：后来被识别的户中，名单找到的占比", "recall: share of those identified later that the list held")
);

# %%
drawn["gain.png"]

# %%
drawn["precision_recall.png"]

# %% [markdown]
# ## 为什么用这个模型？ | Why this model?

# %%
display(choice["why"]["zh"], choice["why"]["en"])

# %%
regret = pd.DataFrame({name: told["by_window"] for name, told in choice["regret"].items() if ":" not in name})
regret.index = [labels.of(f"第{number}窗口", f"window {number}") for number in range(1, len(regret) + 1)]
regret.columns = [labels.of(*name_of(name)) for name in regret.columns]
axes = regret.T.plot.barh(figsize=(9, 6))
axes.invert_yaxis()
axes.xaxis.set_major_formatter("{x:.0%}")
axes.set_title(
    labels.of("遗憾：每个窗口比最好的少找到多少", "Regret: how much less than the best of each window is found")
);

# %% [markdown]
# ## 换一段时间、换一个乡镇，还一样好吗？ | Is it as good at another time, and elsewhere?

# %%
stable = report["backtest"]["stability"]
places = {labels.of(f"窗口 {number}", f"window {number}"): cell for number, cell in enumerate(stable["windows"], 1)}
places |= stable["townships"]
figure, axes = plt.subplots(figsize=(9, 0.35 * len(places) + 1), layout="constrained")
figures_with_intervals(axes, list(places), [cell["recall"] for cell in places.values()])
axes.xaxis.set_major_formatter("{x:.0%}")
axes.set_xlabel(labels.of("查全率", "recall"));

# %%
held_out = report["backtest"]["places"]
"只有一个乡镇，不能留出 | a single township: none can be held out" if held_out is None else pd.DataFrame(
    {
        part: {name: cell["value"] for name, cell in held_out[part].items()}
        for part in ("in_place", "away", "difference")
    }
)

# %% [markdown]
# ## 说 5%，真的有 5% 吗？ | When it says 5 %, is it 5 %?

# %%
drawn["calibration.png"]

# %% [markdown]
# ## 提前多久上名单？ | How long ahead was a household on the list?

# %%
drawn["lead_time.png"]
