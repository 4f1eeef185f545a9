"""The ways on from a page, by what somebody may do. What is not on it is not there for them; the routes refuse it as well."""

from __future__ import annotations

from dataclasses import dataclass

from features.bilingual import Bilingual
from service.principal import Permission, Principal

P = Permission


@dataclass(frozen=True)
class Way:
    """A place to go to.

    Attributes:
        needs: one of these permissions.
    """

    path: str
    words: Bilingual
    needs: tuple[Permission, ...]

    def leads_to(self, path: str) -> bool:
        """Whether a page lies on this way."""
        return path == self.path or path.startswith(f"{self.path}/")


WAYS = (
    Way("/home", Bilingual("本月工作", "My month"), tuple(Permission)),
    Way("/lists", Bilingual("走访名单", "Lists"), (P.READ_LISTS,)),
    Way("/households", Bilingual("全部农户", "All households"), (P.READ_HOUSEHOLDS,)),
    Way("/leads", Bilingual("线索办理", "Leads"), (P.READ_LEADS,)),
    Way("/exports", Bilingual("导出申请", "Exports"), (P.EXPORT,)),
    Way("/villages", Bilingual("村情", "Villages"), (P.READ_HOUSEHOLDS,)),
    Way("/ledgers", Bilingual("保障台账", "Ledgers"), (P.READ_HOUSEHOLDS,)),
    Way("/findings", Bilingual("数据核查", "Findings"), (P.READ_FINDINGS,)),
    Way("/deliveries", Bilingual("数据交付", "Deliveries"), (P.READ_DELIVERIES, P.SEND_DELIVERIES)),
    Way("/models", Bilingual("模型", "Model"), (P.READ_MODELS,)),
    Way("/audit", Bilingual("审计", "Audit"), (P.READ_AUDIT,)),
    Way("/users", Bilingual("用户", "Users"), (P.MANAGE_USERS, P.GRANT_ROLES)),
)


def ways_of(asker: Principal | None) -> tuple[Way, ...]:
    """Where somebody may go; nowhere while nobody is known."""
    if asker is None:
        return ()
    return tuple(way for way in WAYS if any(asker.may(need) for need in way.needs))
