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
# # 04 解释 | Explanations
#
# 模型看重什么，一户为什么排在前面。每一项作用都精确：加起来就是得分。
#
# What the model weighs, and why a household stands high. Every contribution is exact: they add up to the score. It opens
# the model that `FANPIN_MODEL_COPY` names, or the demo's. 这里看到的是真实农户：看完不保存 | these are real households: look, don't save.

# %%
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd

from features.registry import features
from models.reasons import explain, explanation_for_plots, pairs_in_words, reason_in_words, to_ask
from training.notebooks import county_at_hand, labels_for_pictures

county, labels = county_at_hand(), labels_for_pictures()
model, today = county.model, county.last_day
sample = county.sample(today)
facts = county.facts(sample, model.features)
raw = model.raw_score(facts)
probability = model.probability(raw)
f"{labels.description}; {model.name} {model.version}, {today}: {facts.height:,} 户 households"

# %% [markdown]
# ## 作用加起来等于得分吗？ | Do the contributions add up to the score?

# %%
matrix = model.matrix(facts)
explained = explain(model, matrix, raw)
f"{explained.residual.max():.1e}"

# %% [markdown]
# ## 哪些特征最起作用，往哪个方向？ | Which features weigh most, and which way?
#
# 一点是一户；越红数值越高，越靠右越抬高得分。A dot is a household: redder is a higher value, further right raises the score.

# %%
import shap

shown = explanation_for_plots(model, facts, labels.of_features(model.features))
shap.plots.beeswarm(shown, max_display=15, show=False, plot_size=(10, 6), color_bar_label=labels.of("数值", "value"))
plt.xlabel(labels.of("对得分的作用（对数几率）", "contribution to the score (log-odds)"));

# %% [markdown]
# ## 数值变了，作用怎么变？ | How does the contribution change with the value?
#
# 最起作用的几项。单调约束只许它朝声明的方向走。The strongest ones; a monotone constraint lets each move only in its declared
# direction.

# %%
weighty = np.argsort(-np.abs(explained.contributions).mean(axis=0))[:4]
figure, grid = plt.subplots(2, 2, figsize=(11, 7), layout="constrained")
for column, axes in zip(weighty, grid.flat, strict=True):
    shap.plots.scatter(shown[:, int(column)], ax=axes, show=False, hist=False)
    axes.set_ylabel(labels.of("作用", "contribution"))

# %%
pd.DataFrame(
    {
        "feature": [model.features[column] for column in weighty],
        "含义 meaning": labels.of_features([model.features[column] for column in weighty]),
        "risk may rise when it": [features()[model.features[column]].risk_rises_when for column in weighty],
        "mean |contribution|": np.abs(explained.contributions).mean(axis=0)[weighty],
    }
)

# %% [markdown]
# ## 样本中风险最高的一户，为什么？ | The household of the sample with the highest risk: why?

# %%
highest = int(np.argmax(raw))
shap.plots.waterfall(shown[highest], max_display=12, show=False)
# shap 会关掉即时作图。shap turns pictures off as it goes.
plt.ion()
plt.title(labels.of(f"可能性 {probability[highest]:.1%}", f"probability {probability[highest]:.1%}"));

# %% [markdown]
# ## 哪些事实合在一起才起作用？ | Which facts act only together?
#
# 各自单独的作用之外，还剩多少。What is left beyond what each does alone.

# %%
pairs_in_words(model, facts[[highest]], explained.contributions[[highest]])

# %% [markdown]
# ## 同一户，写给走访的人 | The same household, for the person who goes there

# %%
reasons = county.reasons(sample, facts, explained.contributions)
[f"{reason_in_words(reason)}（{to_ask(reason['topic'])}）" for reason in reasons[highest]]

# %% [markdown]
# ## 整个样本，什么理由最常见？ | Over the whole sample: which reasons are given most?

# %%
top = max(1, facts.height // 100)
listed = np.argsort(-raw, kind="stable")[:top]
given = pd.Series([reason["topic"] for row in listed for reason in reasons[int(row)]]).value_counts().head(12)
figure, axes = plt.subplots(figsize=(9, 4.5), layout="constrained")
axes.barh(given.index, given)
axes.invert_yaxis()
axes.set_xlabel(labels.of("前1%名单中的户数", "households of the top 1 %"));
