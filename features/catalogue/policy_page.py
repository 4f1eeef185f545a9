"""`docs/policy.md`, made from the policy files themselves."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from features.catalogue.policy_readers import OF_A_FILE, readers
from features.policy.loading import Policy
from features.policy.steps import PolicyValue
from features.policy.units import Unit

HEAD = """# 政策数值 Policy values

监测线、低保标准、预警线、饮水和住房标准、报销比例、预测期限、风险分档，都不写在程序里，而是写在 YAML 文件里：每一项是一串“自某日起取某值”的条目，注明单位、地区、依据和状态。
Lines, thresholds and standards are never in code. Each value is a list of steps in a YAML file: from which day, which number, where, and who decided it.
`fanpin policy --on 2024-06-30 --region 350526` 列出某地某日生效的取值 lists what is in force. 本页由文件生成 This page is made from the files.

- **生效** 一条取值从 `from` 当天起生效，到同一地区的下一条为止；第一条之前没有取值，用到就报错，不猜。
  A step holds from its day until the next of its scope. Before the first there is no value: asking for one is an error, never a guess.
- **地区** `scope` 是行政区划代码的前几位（2 省 4 市 6 县 9 乡 12 村），空为各地；同时符合时，位数多的优先。
  `scope` is the beginning of a region code; empty is everywhere. Of several that cover a place the longest wins.
- **状态** `sourced` 有公开依据；`example` 只是示例，须换成本县文件的规定。凡用到示例的报表都会写明。
  `sourced` cites a published text; an `example` has to be replaced by the county's own notice, and every report that used one says so.

## 本县怎样写自己的标准 How a county writes its own

在本县配置文件夹（`--county DIR`、环境变量 `FANPIN_COUNTY`，或当前目录下的 `county`）里建 `policy` 文件夹，放一个或几个 `.yaml` 文件（UTF-8），例如 `county/policy/lines.yaml`：
Put YAML files into `policy` inside the county's folder (`--county DIR`, `FANPIN_COUNTY`, or `./county`):

```yaml
monitoring_line:          # 已有的项只写取值，不用重复单位和含义 | an existing value: only its steps
  steps:
    - from: 2024-01-01
      value: 8700
      source: "某县〔2024〕3号：2024年监测范围为人均纯收入8700元"
      status: sourced

orchard_frost_loss:       # 本县新增的项要写全 | a value of the county's own: whole
  unit: yuan in 12 months
  meaning: {zh: 果园冻害损失预警线, en: Loss of an orchard by frost that the county screens}
  steps:
    - {from: 2024-01-01, value: 3000, source: "某县〔2024〕9号：果园冻害损失3000元以上的预警", status: sourced}
```

- **不写 `scope` 就是全县**；只有县内几个乡镇标准不同，才写 `scope: "610203101"`（要加引号）。本县文件夹只管一个县，一般不用写。
  Leave `scope` out unless townships differ: the folder is one county's.
- **从本县写的第一天起，这一项在这个地区只认本县的文件**，fanpin 自带的取值（包括日期更晚的、范围更小的）都不再起作用，免得别处的示例到日子悄悄顶替本县标准；那一天之前，仍按 fanpin 自带的取值。
  所以标准一变，就在本县文件里加一条；历年的标准也请补齐，训练要用到。
  From the first day that the county states, its file is the whole truth for its scope: no later or more local step of fanpin takes over. Before
  that day fanpin's own steps hold. Add a step whenever the line changes, and earlier years too: training reads them.
- **单位不能改**：要么不写，要么与原来的一样；比例写 0.3，不写 30。 The unit stays; a share is 0.3, not 30.
- `sourced` 的依据要能找到原文：谁、何时、哪份文件；还没有文件的，写 `status: example`。
  A `sourced` step says who decided, when and in which text; otherwise its status is `example`.
- 文件有错（单位、顺序、重复、地区、依据），所有命令都会停下，并一次列出全部问题：哪个文件、哪一项、第几条。
  Wrong files stop every command, with all problems at once: file, value, step.
- 改了文件，政策版本号随之改变，记入训练报告和模型；正在运行的服务要重启才会读到。
  The policy's version changes with the files and is kept with reports and models; a running service reads them when it starts.

"""


def render() -> str:
    """The page as Markdown."""
    values = Policy.load().values
    by_file: dict[str, list[PolicyValue]] = defaultdict(list)
    for value in values.values():
        by_file[value.file].append(value)
    units = ["## 单位 Units", "", "| unit | 中文 | 取值范围 range |", "|---|---|---|"]
    units += [f"| {unit} | {unit.zh} | {unit.low:g} – {unit.high:,.0f} |" for unit in Unit]
    read_by = readers()
    sections = [_section(file, those, read_by) for file, those in by_file.items()]
    return HEAD + "\n".join(units) + "\n\n" + "\n".join(sections)


def _section(file: str, values: list[PolicyValue], read_by: Mapping[str, list[str]]) -> str:
    lines = [f"## {file}", ""]
    if file in OF_A_FILE:
        lines += [f"用于 Read by: {OF_A_FILE[file]}", ""]
    for value in values:
        lines += [f"### {value.name}", "", f"{value.zh}。{value.en}. *{value.unit}*", ""]
        if read_by.get(value.name):
            lines += ["用于 Read by: " + "；".join(read_by[value.name]), ""]
        lines += ["| 自 from | 地区 scope | 取值 value | 状态 status | 依据 source |", "|---|---|---|---|---|"]
        lines += [
            f"| {step.since} | {step.scope or '各地 all'} | {value.unit.in_words(step.value)} | "
            f"{step.status.zh} {step.status.value} | {step.source.replace('|', '¦')} |"
            for step in value.steps
        ]
        lines.append("")
    return "\n".join(lines)
