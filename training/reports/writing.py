"""The report as a file."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

from features.disk import write_whole
from features.disk.outputs import writable_folder


def write_report(report: dict[str, Any], path: Path) -> None:
    """Write the report as JSON, whole or not at all; what can't be told is null. Raises OutputError, DiskError."""
    writable_folder(path.parent)
    text = json.dumps(plain(report), ensure_ascii=False, indent=1, allow_nan=False) + "\n"
    write_whole(path, text)


def plain(content: Any) -> Any:
    """The content as JSON can hold it: NaN and infinities are null."""
    if isinstance(content, dict):
        return {str(key): plain(value) for key, value in content.items()}
    if isinstance(content, list | tuple):
        return [plain(value) for value in content]
    if isinstance(content, float) and not math.isfinite(content):
        return None
    return content
