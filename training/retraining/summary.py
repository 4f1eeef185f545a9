"""What a retraining ended with, and what to do next."""

from __future__ import annotations

from rich.console import Console

from training.retraining.retrain import Retrained
from training.watching.signals import Level, Question


def print_summary(done: Retrained, console: Console) -> None:
    """A handful of lines, Chinese first."""
    for line in summary(done):
        console.print(line, highlight=False, markup=False, soft_wrap=True)


def summary(done: Retrained) -> list[str]:
    """The watch, the new version beside the champion, and the next command."""
    challenger = done.challenger
    beside = (
        f"现用第{done.champion}版 | champion: version {done.champion}"
        if done.champion
        else "尚无现用模型 | no champion yet"
    )
    return [
        *_watch_lines(done),
        f"候选：{challenger.name} 第{challenger.version}版 | challenger: {challenger.name} version {challenger.version}; {beside}",
        f"下一步：阅读模型卡，再由负责人决定。 | Next: read the card, then a named person decides:\n"
        f"  fanpin card {challenger.version} --model {challenger.name} --out card/\n"
        f'  fanpin promote {challenger.version} --model {challenger.name} --approver "…" --reason "…"',
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
