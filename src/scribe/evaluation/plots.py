"""Plots as SVG: points with their intervals, stacked bars, a curve, and who speaks when.

Colours come from the page's style (`s0`, `s1`… for systems, `p0`… for parts). A point's shape tells the system as well, and
a bar's parts are named in the order they stand, so that nothing is told by colour alone. The numbers are in the
page's tables, to which each plot's description refers.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from scribe.evaluation.markup import tag

WIDTH = 760
LABELS = 170
"""Room for a row's name at the left."""

SERIES = 6
"""Colours there are; more series begin again."""

Show = Callable[[float], str]


@dataclass(frozen=True, slots=True)
class Unit:
    """How values are written: beside a mark, and (`across`) at the round values of the scale."""

    show: Show
    across: Show


@dataclass(frozen=True, slots=True)
class Mark:
    """A value of one series with its interval, where it is known."""

    series: int
    name: str
    value: float
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Strip:
    """Who speaks when: for each speaker (a colour) the spans, in seconds."""

    name: str
    spans: Sequence[Sequence[tuple[float, float]]]


def dots(title: str, rows: Sequence[tuple[str, Sequence[Mark]]], unit: Unit) -> Element:
    """A row for each group, in it a point for each series, with its interval as a line."""
    scale = _Scale(max((mark.high or mark.value for _, marks in rows for mark in marks), default=1.0))
    parts: list[Element] = []
    top = 8
    for label, marks in rows:
        height = 16 * len(marks) + 12
        parts += _row(label, top, height)
        for number, mark in enumerate(marks):
            middle = top + 14 + 16 * number
            told = f"{label}, {mark.name}: {unit.show(mark.value)}"
            point: list[Element] = [tag("title", told)]
            if mark.low is not None and mark.high is not None:
                point.append(
                    tag("line", x1=scale.at(mark.low), x2=scale.at(mark.high), y1=middle, y2=middle, class_="whisker")
                )
            point.append(_shape(mark.series, scale.at(mark.value), middle))
            end = scale.at(mark.high if mark.high is not None else mark.value) + 8
            point.append(tag("text", unit.show(mark.value), x=end, y=middle + 4, class_="value"))
            parts.append(tag("g", *point, class_=f"s{mark.series % SERIES}"))
        top += height
    return _figure(title, top, [*scale.drawn(top, unit.across), *parts])


def bars(
    title: str,
    names: Sequence[str],
    rows: Sequence[tuple[str, Sequence[float]]],
    unit: Unit,
    largest: float | None = None,
) -> Element:
    """A bar for each row, stacked from the parts that `names` names in their order; `largest` where several plots share a scale."""
    scale = _Scale(largest or max((sum(values) for _, values in rows), default=1.0))
    parts: list[Element] = []
    top = 8
    for label, values in rows:
        parts += _row(label, top, 26)
        left = 0.0
        for number, (name, value) in enumerate(zip(names, values, strict=True)):
            x, end = scale.at(left), scale.at(left + value)
            told = tag("title", f"{label}, {name}: {unit.show(value)}")
            box = tag("rect", told, x=x, y=top + 5, width=_cut(end - x), height=16, class_=f"p{number % SERIES}")
            parts.append(box)
            left += value
        parts.append(tag("text", unit.show(left), x=scale.at(left) + 6, y=top + 17, class_="value"))
        top += 26
    return _figure(title, top, [*scale.drawn(top, unit.across), *parts])


def curves(title: str, across: str, series: Mapping[str, Sequence[tuple[float, float]]], unit: Unit) -> Element:
    """Lines from 0 to 1 over a measure that is named below; each ends with its name."""
    scale = _Scale(max((x for points in series.values() for x, _ in points), default=1.0))
    height = 220
    parts: list[Element] = []
    for share in (0.0, 0.5, 1.0):
        y = _cut(height - 20 - share * (height - 40))
        parts.append(tag("line", x1=LABELS, x2=WIDTH - 60, y1=y, y2=y, class_="grid"))
        parts.append(tag("text", f"{100 * share:.0f} %", x=LABELS - 8, y=y + 4, class_="label"))
    for number, (name, points) in enumerate(series.items()):
        steps = " ".join(f"{scale.at(x)},{_cut(height - 20 - y * (height - 40))}" for x, y in points)
        line = tag("polyline", tag("title", name), points=steps, class_=f"line dash{number % SERIES}")
        last = points[-1]
        end = tag(
            "text",
            name,
            x=scale.at(last[0]) + 4,
            y=_cut(height - 16 - last[1] * (height - 40) + 12 * number),
            class_="value",
        )
        parts.append(tag("g", line, end, class_=f"s{number % SERIES}"))
    parts.append(tag("text", across, x=(LABELS + WIDTH) / 2, y=height + 34, class_="axis"))
    return _figure(title, height, [*scale.drawn(height, unit.across), *parts], below=44)


def strips(title: str, seconds: float, rows: Sequence[Strip], unit: Unit) -> Element:
    """A strip for each row: a line for each speaker, so that speech at the same time is seen."""
    scale = _Scale(seconds)
    parts: list[Element] = []
    top = 8
    for row in rows:
        lanes = max(1, len(row.spans))
        height = 9 * lanes + 10
        parts += _row(row.name, top, height)
        for number, spans in enumerate(row.spans):
            y = top + 5 + 9 * number
            path = "".join(
                f"M{scale.at(start)} {y}h{_cut(max(scale.at(end) - scale.at(start), 0.6))}v7H{scale.at(start)}z"
                for start, end in spans
            )
            parts.append(tag("path", d=path, class_=f"p{number % SERIES}"))
        top += height
    return _figure(title, top, [*scale.drawn(top, unit.across), *parts])


def sample(series: int) -> Element:
    """A series' shape alone, for a legend."""
    return tag("svg", _shape(series, 8, 8), viewBox="0 0 16 16", aria_hidden="true")


class _Scale:
    """Values from 0 to the largest, across the plot."""

    def __init__(self, largest: float) -> None:
        self._largest = largest if largest > 0 else 1.0

    def at(self, value: float) -> float:
        """Where a value stands."""
        return _cut(LABELS + 6 + (WIDTH - LABELS - 76) * value / self._largest)

    def drawn(self, height: float, show: Show) -> list[Element]:
        """Lines at round values, with the values below."""
        step = next(
            size * 10.0**power
            for power in range(-6, 9)
            for size in (1, 2, 5)
            if self._largest / (size * 10.0**power) <= 6
        )
        drawn: list[Element] = []
        for number in range(int(self._largest / step + 1e-9) + 1):
            x = self.at(number * step)
            drawn.append(tag("line", x1=x, x2=x, y1=4, y2=height, class_="grid"))
            drawn.append(tag("text", show(number * step), x=x, y=height + 16, class_="axis"))
        return drawn


def _figure(title: str, height: float, parts: Sequence[Element], *, below: float = 24) -> Element:
    return tag(
        "svg",
        tag("title", title),
        *parts,
        viewBox=f"0 0 {WIDTH} {_cut(height + below)}",
        role="img",
        aria_label=title,
    )


def _row(label: str, top: float, height: float) -> list[Element]:
    """A row's name (cut where it is long; the whole shows when pointed at) and the line below it."""
    shown = label if len(label) <= 26 else label[:25] + "…"
    return [
        tag("text", tag("title", label), shown, x=LABELS - 8, y=_cut(top + height / 2 + 4), class_="label"),
        tag("line", x1=0, x2=WIDTH, y1=top + height, y2=top + height, class_="rule"),
    ]


def _shape(series: int, x: float, y: float) -> Element:
    """Each series has a shape of its own."""
    around = {
        1: [(-5, -5), (5, -5), (5, 5), (-5, 5)],
        2: [(0, -6), (6, 5), (-6, 5)],
        3: [(0, -7), (6, 0), (0, 7), (-6, 0)],
        4: [(0, 6), (6, -5), (-6, -5)],
        5: [(-6, -3), (6, -3), (6, 3), (-6, 3)],
    }
    corners = around.get(series % SERIES)
    if corners is None:
        return tag("circle", cx=x, cy=y, r=5.5)
    return tag("polygon", points=" ".join(f"{_cut(x + dx)},{_cut(y + dy)}" for dx, dy in corners))


def _cut(number: float) -> float:
    """Half a hundredth of a point is nothing on a screen."""
    return round(number, 2)
