"""Whether the audit, the registry and each other's memory agree."""

from __future__ import annotations

from features.bilingual import Bilingual
from models import registry
from models.promotions.audit import Audit, Step, unfinished
from models.promotions.promoting import AUDIT_TAG
from models.registry import Alias


def problems_of(name: str, audit: Audit) -> list[Bilingual]:
    """Everything about a model's promotions that does not fit together; nothing when all does.

    Raises:
        RegistryError: the registry can't be reached.
    """
    if problems := audit.problems():
        return problems
    entries = audit.entries()
    if other := other_than_registered(name, audit):
        return [other]
    if begun := unfinished(entries, name):
        return [
            Bilingual(
                f"第 {begun.number} 条拟办没有办完：下一次上线或回退会先处理",
                f"entry {begun.number} was begun and not ended: the next promotion or rollback settles it first",
            )
        ]
    done = [one for one in entries if one.model == name and one.step == Step.DONE]
    champion = registry.version_with(name, Alias.CHAMPION)
    if champion != (done[-1].to_version if done else champion):
        return [
            Bilingual(
                f"现用模型是第 {champion} 版，审计记录中是第 {done[-1].to_version} 版：有人绕过上线检查改动过",
                f"the champion is version {champion}, and {done[-1].to_version} by the audit: somebody moved it past the "
                "gate",
            )
        ]
    if champion is not None and not done:
        return [
            Bilingual(
                f"现用模型第 {champion} 版不是经上线检查产生的",
                f"champion {champion} did not come through the gate",
            )
        ]
    return []


def other_than_registered(name: str, audit: Audit) -> Bilingual | None:
    """What shows that the registry knows another audit than this one; None where it knows this one, or none yet.

    Raises:
        AuditError: a line is no entry.
        RegistryError: the registry can't be reached.
    """
    entries = audit.entries()
    number, _, sealed = registry.model_tags(name).get(AUDIT_TAG, "0:").partition(":")
    if number == "0" or (len(entries) >= int(number) and entries[int(number) - 1].hash == sealed):
        return None
    return Bilingual(
        f"登记处记得 {name} 的第 {number} 条审计记录，{audit.file} 中没有或不同：审计记录被截断或换过",
        f"the registry remembers entry {number} about {name}, and {audit.file} lacks it or has another: the audit "
        "was cut off or exchanged",
    )
