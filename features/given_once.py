"""Commands that refuse an option given twice: of two days or two regions the last would count, and nobody would know."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup, TyperOption


def refuse_twice(ctx: Any, options: Sequence[Any], arguments: Sequence[str]) -> None:
    """Raises BadParameter for an option with one value that stands in the arguments more than once."""
    told = arguments[: list(arguments).index("--")] if "--" in arguments else arguments
    for option in options:
        if not isinstance(option, TyperOption) or option.multiple or option.count or option.is_flag:
            continue
        named = [word for word in told if word.partition("=")[0] in option.opts]
        if len(named) > 1:
            raise typer.BadParameter(
                "写了不止一次，只写一次 | given more than once; give it once", ctx=ctx, param=option
            )


class OncePerOption(TyperCommand):
    """A command of which every option is given once."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        refuse_twice(ctx, self.params, args)
        return super().parse_args(ctx, args)


class GroupOncePerOption(TyperGroup):
    """The same for the options before a group's commands; what stands behind a command is its own."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        own = next((place for place, word in enumerate(args) if word in self.commands), len(args))
        refuse_twice(ctx, self.params, args[:own])
        return super().parse_args(ctx, args)
