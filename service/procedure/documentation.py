"""`docs/procedure.md`, made from the table itself: states, moves, who, what is asked, what must hold, the days."""

from __future__ import annotations

from collections.abc import Iterable

from features.policy.loading import Policy
from features.vocabulary import VisitOutcome
from service.procedure.clock import CLOCK_POLICY
from service.procedure.merging import MERGING_POLICY, Merge
from service.procedure.move import Ask, Decided, Move
from service.procedure.outcomes import MONITORING, OUTCOMES
from service.procedure.states import FINAL, MONITORED, UNDER_THE_CLOCK, LeadState
from service.procedure.transitions import BY_NAME, DUE, FIELDS, MOVES, POLICY_READ
from service.procedure.verdicts import UnfoundedReason, Verdict

HEAD = """# 线索办理程序 The official procedure

得分、预警和申报都只是**线索**；是否纳入监测、是否消除风险，由人按下面的程序决定，每一步都记下何人、何时、说了什么。本页由程序表（`service/procedure/transitions.py`）生成，程序表之外没有别的规则。
Scores, alerts and reports are leads. People decide, step by step, and each step keeps who, when and what was said. This page is made from the table; nothing else moves a lead.

- **一户一条在办线索**：同一户的多个来源并入一条。 A household has one open lead, with all its sources.
- **不能办的会说明原因**：缺什么、怎么办，一次说全。 Whoever may not make a move is told everything that is missing and what to do.
- **年月日**：入户、评议、公示各有自己的日期，录入日期另记；都不能晚于当天，后一步不能早于前一步。
  Visits, meetings and notices have days of their own beside the day of entry; none is to come, and no step is before the step before it.

"""

CLOCK = """## 办理期限 The days

- 收到线索当日不计，第二天为第 1 天；办结（纳入、无风险、不予纳入、办结）当天停。 The day on which a lead comes is not counted; the clock stops on the day on which the matter ends.
- 补充核实、退回、未见到人**都不停表**；只有本县规定公示期不计的，才扣除公示的天数（`lead_clock_in_notice`）。
  Nothing else stops it; only a county whose notice says so leaves out the days for which the notice hangs.
- 重新启动的线索从当天起重新计算。 A lead that is taken up again starts anew.
- 期限以收到线索当日的政策为准；按日历日，遇节假日不顺延。 By the policy of the day on which it came, in calendar days; holidays are not left out.
- 绿：正常；黄：从第 `lead_amber_days` 天起；红：超过 `lead_days` 天。红的排在最前，超得多的在先，并写明等谁办。
  Green, amber, red; a board shows the latest first and says whose turn it is.

"""

MERGING = """## 多个来源并成一条 Several reports of one family

同一来源、同一编号的再报，什么都不变。 A report whose source and reference are known changes nothing.

| 该户现状 where the household stands | 新来的线索 the new report | 结果 what becomes of it |
|---|---|---|
| 没有线索 no lead | 任何 any | {opened} |
| 在办 open | 任何 any | {joined}；期限不变 its days go on |
| 已纳入监测 monitored | 任何 any | {joined}；帮扶时一并核查 looked at with its support |
| 风险消除、已办结 removed, closed | 任何 any | {opened} |
| 核实无风险、不予纳入，{rest} 个月内 unfounded or decided against, within {rest} months | 自主申报、干部走访 by people；严重预警规则 a severe rule；新的风险类型或没有说明 a new kind, or none named | {reopened} |
| 同上 the same | 同类的部门预警或模型线索 an alert or a score of the same kind | {waits} |
| 同上，{rest} 个月以后 the same, later | 任何 any | {opened} |
| 持续关注，未到期 under watch, before its day | 同核实无风险 as unfounded | {reopened}；{waits} |
| 持续关注，已到期 under watch, after its day | 任何 any | {reopened} |

"""


def render() -> str:
    """The page as Markdown."""
    of_the_table = f"{_diagram()}{_states()}{_overview()}{_moves()}{_asked()}"
    return f"{HEAD}{of_the_table}{CLOCK}{_merging()}{_outcomes()}{_policy()}"


def _diagram() -> str:
    lines = ["## 全图 The whole", "", "```mermaid", "stateDiagram-v2"]
    lines += [f'    state "{state.zh}" as {state.value}' for state in LeadState]
    lines.append("    [*] --> received")
    for move in MOVES:
        if not move.name.startswith("close"):
            lines += [f"    {start} --> {end}: {move.zh}" for start, end in _arrows(move)]
    return "\n".join(
        [
            *lines,
            "```",
            "",
            "“办结”“县级办结”可从任何未办结的环节办理，图中不画。 Leads may be closed from every open state, which is not drawn.",
            "",
            "",
        ]
    )


def _arrows(move: Move) -> list[tuple[str, str]]:
    """From where to where, each once; a lead that stays where it is has no arrow."""
    ends = [end for end in (move.to.states.values() if isinstance(move.to, Decided) else [move.to]) if end]
    return [(start.value, end.value) for start in move.start for end in ends if start != end]


def _states() -> str:
    lines = ["## 环节 States", "", "| id | 环节 | state | 性质 kind | 等谁办 whose turn |", "|---|---|---|---|---|"]
    for state in LeadState:
        due = DUE.get(state)
        turn = f"{due[1].zh}：{BY_NAME[due[0]].zh} {due[1].en}" if due else ""
        lines.append(f"| `{state}` | {state.zh} | {state.en} | {_kind(state)} | {turn} |")
    again = "“核实无风险”“不予纳入”可以重新启动，“风险消除”可以回退，“已办结”不再变动。"
    return "\n".join(
        [
            *lines,
            "",
            f"{again} What ended can be taken up again, a removal rolled back; what is closed stays so.",
            "",
            "",
        ]
    )


def _kind(state: LeadState) -> str:
    if state in UNDER_THE_CLOCK:
        return "在办，计入期限 open, under the clock"
    if state in MONITORED:
        return "监测对象 monitored"
    return "终了 final" if state in FINAL else "未终了，不计期限 open, no clock"


def _overview() -> str:
    head = ["## 各步一览 Moves", "", "| id | 办什么 | 从 from | 到 to | 由谁 who |", "|---|---|---|---|---|"]
    rows = [
        f"| [`{move.name}`](#{move.name}) | {move.zh} | {_zh(move.start)} | {_to(move)} | {_zh(move.offices)} |"
        for move in MOVES
    ]
    offices = "身份 offices：村 `village`、乡镇 `township`、县 `county_officer`、部门联络员 `department_liaison`；其他身份不办线索。"
    return "\n".join([*head, *rows, "", f"{offices} No other role moves a lead.", "", ""])


def _zh(labelled: Iterable[object]) -> str:
    return "、".join(str(getattr(item, "zh", item)) for item in labelled)


def _to(move: Move) -> str:
    if isinstance(move.to, LeadState):
        return move.to.zh
    choices = {value.value: value.zh for value in FIELDS[move.to.by].choices or ()}
    return "；".join(
        f"{choices[answer]}→{end.zh if end else '留在原环节 stays'}" for answer, end in move.to.states.items()
    )


def _moves() -> str:
    return "## 各步说明 Each move\n\n" + "".join(_move(move) for move in MOVES)


def _move(move: Move) -> str:
    lines = [
        f"### {move.name}",
        "",
        f"**{move.zh}**：{_zh(move.start)} → {_to(move)}。由{_zh(move.offices)}办理。 *{move.en}*",
        "",
    ]
    lines += [f"- {_ask(ask)}" for ask in move.asks]
    lines += [
        f"- 条件 condition `{rule.name}`：{rule.words.zh}。{rule.words.en}."
        + (f" （{'、'.join(f'`{name}`' for name in rule.policy)}）" if rule.policy else "")
        for rule in move.conditions
    ]
    return "\n".join([*lines, "", ""])


def _ask(ask: Ask) -> str:
    field = ask.field
    if ask.when is None:
        need = "选填 optional" if ask.optional else "必填 needed"
    else:
        by, answers = ask.when
        words = {value.value: value.zh for value in FIELDS[by].choices or ()}
        need = f"“{FIELDS[by].zh}”为{'、'.join(words[answer] for answer in answers)}时必填 needed then"
        need += "，其他情形选填 else optional" if ask.optional else "，其他情形不填 else not asked"
    return f"{field.zh} `{field.name}`（{need}）"


def _asked() -> str:
    lines = ["## 填写内容 What is said", "", "| field | 中文 | English | 怎样填 | how |", "|---|---|---|---|---|"]
    for field in FIELDS.values():
        words = field.values_in_words
        lines.append(f"| `{field.name}` | {field.zh} | {field.en} | {words.zh} | {words.en} |")
    return "\n".join([*lines, "", ""])


def _merging() -> str:
    rest = Policy.load().values[MERGING_POLICY[0]].steps[-1].value
    words = {merge.value: f"{merge.zh} {merge.en}" for merge in Merge}
    return MERGING.format(rest=f"{rest:g}", **words)


def _outcomes() -> str:
    lines = ["## 回到记录 Back to the records", "", "| 步 move | 结论 verdict | 记录 row |", "|---|---|---|"]
    for verdict in Verdict:
        outcome = OUTCOMES[verdict]
        lines.append(f"| `visit` | {verdict.zh} {verdict.en} | `visits`：{outcome.zh} `{outcome}` |")
    supported = VisitOutcome.ALREADY_SUPPORTED
    lines.append(
        f"| `visit` | 不存在风险，{UnfoundedReason.ALREADY_SUPPORTED.zh} unfounded, supported | `visits`：{supported.zh} `{supported}` |"
    )
    lines += [f"| `{move}` | | `monitoring`：{step.zh} `{step}` |" for move, step in MONITORING.items()]
    known = "`event_date` 为入户或决定当日，`known_date` 为录入当日；训练从那天起知道。 Known from the day of entry."
    clarify = "“补充核实”不是结论：不当作有风险，也不当作无风险。 To be clarified is no verdict."
    return "\n".join([*lines, "", known, clarify, "", ""])


def _policy() -> str:
    names = dict.fromkeys((*CLOCK_POLICY, *POLICY_READ, *MERGING_POLICY))
    values = Policy.load().values
    lines = ["## 政策数值 Policy values", "", "| name | 含义 | 自 from | 取值 value | 状态 |", "|---|---|---|---|---|"]
    for name in names:
        value = values[name]
        lines += [
            f"| `{name}` | {value.zh} | {step.since} | {value.unit.in_words(step.value)} | {step.status.zh} |"
            for step in value.steps
        ]
    return "\n".join(
        [*lines, "", "本县的规定写在 `county/policy/`：[政策数值](policy.md)。 A county writes its own.", ""]
    )
