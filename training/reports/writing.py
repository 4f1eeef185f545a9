"""The report as a file."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any


def write_report(report: dict[str, Any], path: Path) -> None:
    """Write the report as JSON, whole or not at all; what can't be told is null."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f".{path.name}.new")
    unfinished.write_text(
        json.dumps(plain(report), ensure_ascii=False, indent=1, allow_nan=False) + "\n", encoding="utf-8"
    )
    unfinished.replace(path)


def plain(content: Any) -> Any:
    """The content as JSON can hold it: NaN and infinities are null."""
    if isinstance(content, dict):
        return {str(key): plain(value) for key, value in content.items()}
    if isinstance(content, list | tuple):
        return [plain(value) for value in content]
    if isinstance(content, float) and not math.isfinite(content):
        return None
    return content
