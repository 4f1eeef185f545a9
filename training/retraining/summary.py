"""What a retraining ended with, and what to do next."""

from __future__ import annotations

from rich.console import Console

from models.promotions.checks import refused
from training.promotion.gate import to_accept
from training.retraining.retrain import Retrained
from training.watching.signals import Level, Question


def print_summary(done: Retrained, console: Console) -> None:
    """A handful of lines, Chinese first."""
    for line in summary(done):
        console.print(line, highlight=False, markup=False, soft_wrap=True)


def summary(done: Retrained) -> list[str]:
    """The watch, the new version beside the champion, and the next command: none that the gate would refuse."""
    version = done.version
    beside = (
        f"现用第{done.champion}版 | champion: version {done.champion}"
        if done.champion
        else "尚无现用模型 | no champion yet"
    )
    kind_zh, kind_en = (
        ("没有变化", "nothing changed")
        if version.version == done.champion
        else ("候选", "challenger")
        if done.is_challenger
        else ("本次没有候选；仅登记", "no challenger; registered only")
    )
    return [
        *_watch_lines(done),
        f"{kind_zh}：{version.name} 第{version.version}版 | {kind_en}: {version.name} version {version.version}; {beside}",
        *_next_lines(done),
    ]


def _next_lines(done: Retrained) -> list[str]:
    of = f"{done.version.version} --model {done.version.name}"
    read, ask = f"  fanpin card {of} --out card/", f"  fanpin promote {of} --check"
    if done.version.version == done.champion:
        return [
            "同样的数据和设置得到的就是现用模型，没有新版本，无须决定；有新的交付后再训练。 | The same records and settings gave the champion "
            "itself: there is no new version and nothing to decide. Train again after new deliveries."
        ]
    if not done.is_challenger:
        return [
            "没有一个方法好于随机，现用模型不变；下一步：阅读模型卡，积累更多月份后再训练。 | No method is better than chance, the champion "
            f"stays. Next: read the card; train again with more months:\n{read}"
        ]
    if done.gate is None:
        return [f"把关未能询问 | the gate could not be asked: {done.why_not_asked}\n{read}\n{ask}"]
    failed = refused(done.gate, ())
    broken = [one.check for one in failed if not to_accept(one)]
    if broken:
        zh, en = "、".join(check.zh for check in broken), ", ".join(check.value for check in broken)
        return [
            f"把关未通过：{zh}。现用模型不变；下一步：阅读模型卡，查看各项缺什么。 | The gate refuses it: {en}. The champion stays. "
            f"Next: read the card, and what is missing:\n{read}\n{ask}"
        ]
    accepting = "".join(f" {to_accept(one)}" for one in failed)
    missing = (
        "；证据不足的各项须由负责人在命令中逐项接受 | what lacks evidence is accepted by name in the command"
        if failed
        else ""
    )
    return [
        "下一步：阅读模型卡，再由负责人决定。 | Next: read the card, then a named person decides"
        f'{missing}:\n{read}\n  fanpin promote {of} --approver "…" --reason "…"{accepting}'
    ]


def _watch_lines(done: Retrained) -> list[str]:
    if done.why_not_watched is not None:
        return [f"现用模型未能监测 | the champion was not watched: {done.why_not_watched}"]
    if done.watched is None:
        return []
    looked = [one for one in done.watched["signals"] if one["level"] == Level.LOOK.value]
    if not looked:
        return ["现用模型监测：正常 | watch of the champion: fine"]
    return [
        "现用模型监测：需查看 | watch of the champion: people should look",
        *(f"  {Question(one['question']).zh}：{one['zh']} | {one['en']}" for one in looked),
    ]
