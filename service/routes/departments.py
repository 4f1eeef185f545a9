"""Who speaks for a department, and who for none: what the routes that are bound by it share."""

from __future__ import annotations

from features.bilingual import Bilingual
from service.jurisdiction import Jurisdiction
from service.principal import Permission, Principal
from service.problems import ProblemError


def need_places(asker: Principal, permission: Permission) -> Jurisdiction:
    """Where the asker may do something. Raises ProblemError, 403, for a liaison for whom no department is registered: nowhere."""
    places = asker.reach_of(permission).places
    if not places.prefixes:
        raise no_department()
    return places


def no_department() -> ProblemError:
    return ProblemError(
        403,
        "no-department",
        Bilingual("没有代表任何部门", "No department is spoken for"),
        Bilingual(
            "没有执行任何操作：您或该程序还没有登记所代表的部门，请安全管理员登记（联络员：fanpin users grant --role department_liaison "
            "--department；程序：fanpin clients create --department）",
            "Nothing was done. No department is registered for which you, or this program, would speak: ask the security administrator to "
            "register it (a liaison's by fanpin users grant --role department_liaison --department, a program's by fanpin clients create --department).",
        ),
    )


def other_department() -> ProblemError:
    return ProblemError(
        403,
        "other-department",
        Bilingual("这是另一个部门的文件", "It is another department's file"),
        Bilingual(
            "没有执行任何操作：代表某个部门的人和程序只能交付本部门的文件",
            "Nothing was done. A person or program that speaks for a department delivers the files of its own.",
        ),
    )
