"""For which department somebody is granted a role: a liaison for exactly one, nobody else for any."""

from __future__ import annotations

from collections.abc import Collection

from features.deliveries.departments import DeliveringDepartment
from service.principal import Role


def against_speaking(role: Role, department: DeliveringDepartment | None, held: Collection[str | None]) -> str | None:
    """Why a role can't be granted for a department, in words; None where it can.

    Args:
        held: departments of the grants that the person has; None of a liaison from before they were asked for.
    """
    if role is not Role.DEPARTMENT_LIAISON:
        return (
            None
            if department is None
            else (
                f"只有部门联络员代表部门：授予{role.zh}时不写部门 | only a department's liaison speaks for one: grant {role.en} without a department."
            )
        )
    if department is None:
        names = "、".join(f"{each.zh} {each.value}" for each in DeliveringDepartment)
        return f"授予部门联络员须写明代表哪个部门（department）：{names} | say for which department the liaison speaks (department): {names}."
    others = sorted(DeliveringDepartment(each) for each in held if each not in (None, department.value))
    if not others:
        return None
    zh, en = "、".join(each.zh for each in others), ", ".join(each.en for each in others)
    return (
        f"一个人只代表一个部门，该用户已是{zh}的联络员：先撤销 | one person speaks for one department, and this one is the liaison of {en}: "
        "revoke that first."
    )
