"""The picture of the rooms, drawn from the imports of this tree: `make picture` writes docs/rooms.svg."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape

from tests.house.layout import Place, across, in_order, rows_of, segments_of, width_of
from tests.house.repository import ROOT
from tests.house.rooms import Room, described, floors_held, imports, reduced, within

PICTURE = ROOT / "docs" / "rooms.svg"
PAGE = (1400, 960)
"""In pixels: the proportions of an A4 page across, within its margins."""

BOX = 20.0
HEAD = 34.0


@dataclass(frozen=True)
class Frame:
    """Where a package stands in the picture, in pixels; `colour` is that of its frame and rooms."""

    package: str
    zh: str
    en: str
    left: float
    top: float
    width: float
    height: float
    colour: str

    @property
    def middle(self) -> float:
        return self.top + self.height / 2


FRAMES = (
    Frame("training", "模型怎样产生", "how a model is made", 14, 50, 392, 872, "#9a5b00"),
    Frame("models", "训练好的模型", "what a trained model is", 458, 50, 424, 326, "#00589c"),
    Frame("features", "某一天对一户了解多少", "what is known on a day", 458, 418, 424, 504, "#1b6b3a"),
    Frame("service", "怎样使用", "how people use it", 934, 50, 452, 872, "#7a2d7a"),
)

LINES = ("#3d5a80", "#b5532a", "#3f7d4f", "#7a4b9a", "#8a6d1b", "#1f7a8c", "#a33a5c", "#5b5b5b")
"""Colours in turn for the rooms to which lines lead, so that two lines that cross can be told apart."""

STYLE = """
text { font-family: 'Noto Sans', 'Noto Sans CJK SC', 'Microsoft YaHei', 'DejaVu Sans', Arial, sans-serif; fill: #222 }
.room text { font-size: 12px; text-anchor: middle }
.title { font-size: 17px; font-weight: bold }
.head { font-size: 15px; font-weight: bold }
.note { font-size: 11.5px; fill: #555 }
.count { font-size: 12px; font-weight: bold; text-anchor: middle }
.line { fill: none; stroke-width: 1.3 }
.line:hover { stroke-width: 3.5 }
.room:hover rect { stroke-width: 2.5 }
@page { size: A4 landscape; margin: 8mm }
@media print { svg { width: 100%; height: auto } }
"""


def drawing() -> str:
    """The picture as SVG text."""
    arrows = imports()
    width, height = PAGE
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}">',
        "<title>fanpin 的房间与楼层 | The rooms of fanpin and their floors</title>",
        f"<style>{STYLE}</style>",
        f'<rect width="{width}" height="{height}" fill="#fff"/>',
        _text(14, 32, "title", "fanpin 返贫：房间与楼层 | rooms and their floors"),
        _text(
            14,
            height - 16,
            "note",
            "线往下走到所依靠的房间，可由其他线推出的不画 | Lines lead down to what a room imports; those that follow from others are left "
            "out.  箭头上的数：两部分之间的导入 | Numbers: imports between packages.  make picture",
        ),
    ]
    for frame in FRAMES:
        parts += _package(frame, arrows)
    parts += _between(arrows)
    return "\n".join([*parts, "</svg>", ""])


def _text(x: float, y: float, kind: str, words: str) -> str:
    return f'<text class="{kind}" x="{x:.0f}" y="{y:.0f}">{escape(words)}</text>'


def _package(frame: Frame, arrows: Counter[tuple[Room, Room]]) -> Iterator[str]:
    """The frame of a package with its floors, lines and rooms."""
    floors = floors_held(frame.package)
    inner = frame.width - 20
    rows = rows_of(floors, inner)
    lines = reduced(within(frame.package, arrows))
    segments = segments_of(rows, lines)
    ordered = in_order(rows, segments)
    x = {place: frame.left + 10 + middle for place, middle in across(ordered, segments, inner).items()}
    pitch = (frame.height - HEAD - 8) / len(rows)
    y = [frame.top + HEAD + pitch * number + (pitch - BOX) / 2 for number in range(len(rows))]

    yield (
        f'<rect x="{frame.left}" y="{frame.top}" width="{frame.width}" height="{frame.height}" rx="6" '
        f'fill="#fff" stroke="{frame.colour}" stroke-width="1.6"/>'
    )
    yield (
        f'<text x="{frame.left + 10}" y="{frame.top + 21}"><tspan class="head">{frame.package}</tspan>'
        f'<tspan class="note" dx="10">{frame.zh} | {frame.en}</tspan></text>'
    )
    done = 0
    for number, floor in enumerate(floors):
        taken = len(rows_of([floor], inner))
        if number % 2 == 0:
            top = frame.top + HEAD + pitch * done
            yield (
                f'<rect x="{frame.left + 1}" y="{top:.1f}" width="{frame.width - 2}" height="{pitch * taken:.1f}" '
                f'fill="{frame.colour}" opacity="0.055"/>'
            )
        done += taken
    colour = {room: LINES[number % len(LINES)] for number, room in enumerate(sorted({low for _, low in lines}))}
    for upper, lower in segments:
        yield _line(upper, lower, x, y, colour[lower.room])
    for room in sorted({lower for _, lower in lines}):
        place = next(lower for _, lower in segments if lower.room == room and not lower.passing)
        yield f'<path d="M{x[place]:.1f} {y[place.row]:.1f}l-3.6 -6h7.2z" fill="{colour[room]}"/>'
    meaning = {room: words for floor in described(frame.package) for room, words in floor.items()}
    for row in ordered:
        for place in row:
            if not place.passing:
                yield _box(
                    place, x[place], y[place.row], frame.colour, f"{frame.package}/{place.room}: {meaning[place.room]}"
                )


def _line(upper: Place, lower: Place, x: dict[Place, float], y: list[float], colour: str) -> str:
    """A piece of a line from one row to the next; what passes a row goes straight through it."""
    above, below = y[upper.row] + BOX, y[lower.row] - (0 if lower.passing else 5)
    bend = (below - above) * 0.55
    passing = f"V{y[lower.row] + BOX:.1f}" if lower.passing else ""
    path = (
        f"M{x[upper]:.1f} {above:.1f}C{x[upper]:.1f} {above + bend:.1f} {x[lower]:.1f} {below - bend:.1f} "
        f"{x[lower]:.1f} {below:.1f}{passing}"
    )
    return f'<path class="line" d="{path}" stroke="{colour}"><title>→ {lower.room}</title></path>'


def _box(place: Place, x: float, y: float, colour: str, meaning: str) -> str:
    width = width_of(place)
    return (
        f'<g class="room"><title>{escape(meaning)}</title>'
        f'<rect x="{x - width / 2:.1f}" y="{y:.1f}" width="{width:.1f}" height="{BOX:.0f}" rx="4" fill="#fff" stroke="{colour}"/>'
        f'<text x="{x:.1f}" y="{y + 14.2:.1f}">{place.room}</text></g>'
    )


def _between(arrows: Counter[tuple[Room, Room]]) -> Iterator[str]:
    """One arrow for all imports from one package into another."""
    counts: Counter[tuple[str, str]] = Counter()
    for ((of, _), (into, _)), number in arrows.items():
        counts[of, into] += number
    frames = {frame.package: frame for frame in FRAMES}
    for of, into in sorted(pair for pair in counts if pair[0] != pair[1]):
        start, end = frames[of], frames[into]
        if start.left == end.left:
            x = start.left + start.width / 2
            ends = ((x, start.top + start.height), (x, end.top))
        elif start.left < end.left:
            ends = ((start.left + start.width, end.middle), (end.left, end.middle))
        else:
            ends = ((start.left, end.middle), (end.left + end.width, end.middle))
        yield _arrow(ends, start.colour, counts[of, into], f"{of} → {into}")


def _arrow(ends: tuple[tuple[float, float], tuple[float, float]], colour: str, count: int, words: str) -> str:
    (x1, y1), (x2, y2) = ends
    along = (x2 > x1) - (x2 < x1)
    if along:
        tip = f"M{x2:.0f} {y2:.0f}l{-12 * along} -8v16z"
        body = f"M{x1:.0f} {y1:.0f}H{x2 - 11 * along:.0f}"
        where = ((x1 + x2) / 2 - 4 * along, y1 - 9)
    else:
        tip = f"M{x2:.0f} {y2:.0f}l-8 -12h16z"
        body = f"M{x1:.0f} {y1:.0f}V{y2 - 11:.0f}"
        where = (x1 + 26, (y1 + y2) / 2 + 2)
    return (
        f'<g><title>{words}: {count}</title><path d="{body}" stroke="{colour}" stroke-width="5"/><path d="{tip}" fill="{colour}"/>'
        f"{_text(*where, 'count', str(count))}</g>"
    )


def write(to: Path = PICTURE) -> None:
    to.write_text(drawing(), encoding="utf-8")


if __name__ == "__main__":
    write()
    sys.stdout.write(f"{PICTURE.relative_to(ROOT)}\n")
