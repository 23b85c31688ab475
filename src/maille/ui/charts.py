"""Charts as pure functions: figures in frozen dataclasses → geometry in percents and pixels → an SVG template.

The same dataclasses feed the screen and the printed report. Nothing here knows what is counted. Horizontal positions
are percents of the width, so that letters keep their size from 320 px to a projector; heights are pixels.
"""

import datetime
import math
import textwrap
from dataclasses import dataclass, field

from maille.ui.text import share, whole

LABEL_WIDTH = 34
"""Letters of a label before it goes to the next line; fits 320 px."""
TRACK_WIDTH = 62
"""Percents of the width a full bar takes; the rest holds its value."""
LINE_HEIGHT = 20
BAR_HEIGHT = 12
ROW_GAP = 14


@dataclass(frozen=True)
class Bar:
    """One count with its share of the base in whole percents; `None` when it may not be shown."""

    label: str
    count: int | None
    share: int | None
    muted: bool = False
    """For "unknown": drawn pale, last."""
    note: str = ""
    url: str = ""

    @property
    def text(self) -> str:
        """What is written beside the bar."""
        if self.count is None:
            return self.note or "non diffusé"
        return whole(self.count) if self.share is None else f"{share(self.share)} · {whole(self.count)}"


@dataclass(frozen=True)
class Bars:
    """Horizontal bars over one base."""

    title: str
    bars: tuple[Bar, ...]
    base: int | None = None
    description: str = ""
    unit: str = "personnes"


@dataclass(frozen=True)
class Part:
    """One part of a stacked bar; `value` in any unit, `text` as it reads ("215,40 €")."""

    label: str
    value: int
    text: str
    muted: bool = False


@dataclass(frozen=True)
class Stacked:
    """One whole cut in parts that add up to it."""

    title: str
    parts: tuple[Part, ...]
    total: str = ""
    description: str = ""


@dataclass(frozen=True)
class Pair:
    """One thing counted over two periods; shares in whole percents."""

    label: str
    before: Bar
    after: Bar


@dataclass(frozen=True)
class Pairs:
    """Two periods side by side."""

    title: str
    before: str
    after: str
    pairs: tuple[Pair, ...]
    description: str = ""


@dataclass(frozen=True)
class Span:
    """A stage between two days (both included); `end` None while it lasts."""

    label: str
    start: datetime.date
    end: datetime.date | None
    detail: str = ""
    pause: bool = False


@dataclass(frozen=True)
class Line:
    """Stages one after the other, from `start` to `end`, and the day it is."""

    title: str
    start: datetime.date
    end: datetime.date
    today: datetime.date
    spans: tuple[Span, ...]
    description: str = ""
    end_label: str = "Fin prévue"


@dataclass(frozen=True)
class Node:
    """Something linked; `group` gives the colour and a word in the legend, `central` puts it in the middle."""

    key: str
    label: str
    group: str = ""
    central: bool = False
    url: str = ""


@dataclass(frozen=True)
class Link:
    """A link between two nodes, in words."""

    source: str
    target: str
    label: str = ""


@dataclass(frozen=True)
class Graph:
    """A small node-link graph (up to about thirty nodes)."""

    title: str
    nodes: tuple[Node, ...]
    links: tuple[Link, ...]
    description: str = ""


@dataclass(frozen=True)
class Text:
    """Letters at a place."""

    x: str
    y: float
    text: str


@dataclass(frozen=True)
class Rect:
    """A bar: `x` and `width` in percents, `y` and `height` in pixels, `tone` a class of charts.css."""

    x: float
    y: float
    width: float
    height: float
    tone: str


@dataclass(frozen=True)
class Drawing:
    """What the templates draw: shapes, letters, and the figures again as a table."""

    title: str
    description: str
    height: float
    rects: tuple[Rect, ...] = ()
    labels: tuple[Text, ...] = ()
    values: tuple[Text, ...] = ()
    tracks: tuple[Rect, ...] = ()
    headings: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    legend: tuple[tuple[str, str, str], ...] = ()
    """(tone, label, text)"""
    caption: str = ""


def wrapped(label: str) -> list[str]:
    """A label cut in lines that fit the narrowest screen."""
    return textwrap.wrap(label, LABEL_WIDTH, break_long_words=True) or [""]


def bounded(percent: int | float | None) -> float:
    """A width between 0 and 100 percent."""
    return float(min(100, max(0, percent or 0)))


def draw_bars(chart: Bars) -> Drawing:
    """The label on its own line, which a phone can hold; under it the bar, and the value at the end of the line."""
    y = 0.0
    rects, tracks, labels, values = [], [], [], []
    for bar in chart.bars:
        lines = wrapped(bar.label)
        for number, words in enumerate(lines):
            labels.append(Text("0", y + 15 + number * LINE_HEIGHT, words))
        y += len(lines) * LINE_HEIGHT + 2
        tone = "unknown" if bar.muted else "tone-1"
        tracks.append(Rect(0, y, TRACK_WIDTH, BAR_HEIGHT, "track"))
        rects.append(Rect(0, y, bounded(bar.share) * TRACK_WIDTH / 100, BAR_HEIGHT, tone))
        values.append(Text("100%", y + 11, bar.text))
        y += BAR_HEIGHT + ROW_GAP
    told = f"n = {whole(chart.base)}" if chart.base is not None else ""
    return Drawing(
        title=chart.title,
        description=chart.description or ". ".join(f"{bar.label} : {bar.text}" for bar in chart.bars),
        height=max(y - ROW_GAP + 2, 1),
        rects=tuple(rects),
        tracks=tuple(tracks),
        labels=tuple(labels),
        values=tuple(values),
        headings=(chart.title, chart.unit.capitalize(), "Part"),
        rows=tuple(
            (bar.label, whole(bar.count) if bar.count is not None else bar.text, share(bar.share)) for bar in chart.bars
        ),
        caption=told,
    )


def draw_stacked(chart: Stacked) -> Drawing:
    """One bar; each part keeps at least a sliver so that nothing disappears."""
    total = sum(part.value for part in chart.parts)
    rects, legend, x, tone = [], [], 0.0, 0
    for part in chart.parts:
        width = 100 * part.value / total if total else 0
        tone += not part.muted
        name = "unknown" if part.muted else f"tone-{(tone - 1) % 6 + 1}"
        rects.append(Rect(round(x, 3), 0, round(width, 3), 28, name))
        legend.append((name, part.label, part.text))
        x += width
    return Drawing(
        title=chart.title,
        description=chart.description or ". ".join(f"{part.label} : {part.text}" for part in chart.parts),
        height=28,
        rects=tuple(rects),
        legend=tuple(legend),
        headings=(chart.title, "Valeur", "Part"),
        rows=tuple(
            (part.label, part.text, share(round(100 * part.value / total)) if total else "–") for part in chart.parts
        ),
        caption=chart.total,
    )


def draw_pairs(chart: Pairs) -> Drawing:
    """For each line, the earlier period above in a pale tone and the later one under it."""
    y = 0.0
    rects, tracks, labels, values = [], [], [], []
    for pair in chart.pairs:
        for number, words in enumerate(wrapped(pair.label)):
            labels.append(Text("0", y + 15 + number * LINE_HEIGHT, words))
        y += len(wrapped(pair.label)) * LINE_HEIGHT + 2
        for bar, tone in ((pair.before, "tone-6"), (pair.after, "tone-1")):
            tracks.append(Rect(0, y + 3, TRACK_WIDTH, BAR_HEIGHT, "track"))
            rects.append(Rect(0, y + 3, bounded(bar.share) * TRACK_WIDTH / 100, BAR_HEIGHT, tone))
            values.append(Text("100%", y + 14, bar.text))
            y += BAR_HEIGHT + 6
        y += ROW_GAP
    return Drawing(
        title=chart.title,
        description=chart.description
        or ". ".join(
            f"{pair.label} : {pair.before.text} ({chart.before}), {pair.after.text} ({chart.after})"
            for pair in chart.pairs
        ),
        height=max(y - ROW_GAP + 2, 1),
        rects=tuple(rects),
        tracks=tuple(tracks),
        labels=tuple(labels),
        values=tuple(values),
        legend=(("tone-6", chart.before, ""), ("tone-1", chart.after, "")),
        headings=(chart.title, chart.before, chart.after),
        rows=tuple((pair.label, pair.before.text, pair.after.text) for pair in chart.pairs),
    )


def draw_line(chart: Line) -> Drawing:
    """Time from start to end as one track; stages on it in turn, what is left to come empty, today as a mark."""
    under_way = [chart.today] if any(span.end is None for span in chart.spans) else []
    last = max([chart.end, *under_way, *(span.end for span in chart.spans if span.end)])
    days = max((last - chart.start).days, 1)

    def at(day: datetime.date) -> float:
        return round(100 * min(max((day - chart.start).days, 0), days) / days, 3)

    rects, legend, rows, tone = [], [], [], 0
    for span in chart.spans:
        tone += not span.pause
        name = "unknown" if span.pause else f"tone-{(tone - 1) % 6 + 1}"
        end = span.end or min(max(chart.today, span.start), last)
        rects.append(Rect(at(span.start), 10, max(at(end) - at(span.start), 0.6), 16, name))
        until = f"jusqu'au {span.end:%d/%m/%Y}" if span.end else "en cours"
        told = f"depuis le {span.start:%d/%m/%Y}, {until}"
        legend.append((name, span.label, span.detail or told))
        rows.append((span.label, f"{span.start:%d/%m/%Y}", f"{span.end:%d/%m/%Y}" if span.end else "en cours"))
    if chart.start <= chart.today <= last:
        rects.append(Rect(min(at(chart.today), 99.5), 2, 0.5, 32, "now"))
        legend.append(("now", "Aujourd'hui", f"{chart.today:%d/%m/%Y}"))
    legend.append(("track", chart.end_label, f"{chart.end:%d/%m/%Y}"))
    rows.append((chart.end_label, f"{chart.end:%d/%m/%Y}", ""))
    return Drawing(
        title=chart.title,
        description=chart.description or ". ".join(f"{label}, {text}" for _, label, text in legend),
        height=58,
        tracks=(Rect(0, 10, 100, 16, "track"),),
        rects=tuple(rects),
        labels=(Text("0", 52, f"{chart.start:%d/%m/%Y}"),),
        values=(Text("100%", 52, f"{last:%d/%m/%Y}"),),
        legend=tuple(legend),
        headings=("Étape", "Début", "Fin"),
        rows=tuple(rows),
    )


@dataclass(frozen=True)
class PlacedNode:
    """A node with its place; `anchor` says on which side of the dot its name is written."""

    x: float
    y: float
    text_x: float
    text_y: float
    anchor: str
    tone: str
    radius: int
    node: Node
    lines: tuple[tuple[float, str], ...]


@dataclass(frozen=True)
class PlacedLink:
    """A link as a segment."""

    x1: float
    y1: float
    x2: float
    y2: float
    label: str


@dataclass(frozen=True)
class GraphDrawing:
    """A graph laid out in a box of `width` × `height`."""

    title: str
    description: str
    width: int
    height: int
    nodes: tuple[PlacedNode, ...]
    links: tuple[PlacedLink, ...]
    legend: tuple[tuple[str, str, str], ...]
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    caption: str = field(default="")


def draw_graph(chart: Graph) -> GraphDrawing:
    """Central nodes in the middle; the others around one, or on both sides of several. Never random."""
    groups = list(dict.fromkeys(node.group for node in chart.nodes))
    tones = {group: f"tone-{index % 6 + 1}" for index, group in enumerate(groups)}
    centre = [node for node in chart.nodes if node.central]
    around = sorted((n for n in chart.nodes if not n.central), key=lambda n: (groups.index(n.group), n.label))
    width, height = 760, max(360, 44 * (len(around) + 1) // 2 + 120, 76 * len(centre) + 60)
    middle_x, middle_y = width / 2, height / 2
    placed: dict[str, PlacedNode] = {}
    for index, node in enumerate(centre):
        spread = (index - (len(centre) - 1) / 2) * min(110.0, (height - 90) / max(len(centre), 1))
        placed[node.key] = place(node, middle_x, middle_y + spread - 8, "middle", tones[node.group], 12)
    if len(centre) > 1:
        around = facing(around, placed, chart.links, middle_y)
    for index, node in enumerate(around):
        if len(centre) > 1:
            rows = (len(around) + 1) // 2
            level = (index // 2 + 0.5) / rows
            side = 1 if index % 2 == 0 else -1
            y = 30 + (height - 60) * level
            x = middle_x + side * (150 + 60 * math.sin(math.pi * level))
        else:
            angle = 2 * math.pi * (index + 0.5) / len(around) - math.pi / 2
            x, y = middle_x + 205 * math.cos(angle), middle_y + (height / 2 - 40) * math.sin(angle)
            side = 0 if abs(math.cos(angle)) < 0.12 else (1 if math.cos(angle) > 0 else -1)
        placed[node.key] = place(node, x, y, ("middle", "start", "end")[side], tones[node.group], 8)
    links = [link for link in chart.links if link.source in placed and link.target in placed]
    names = {node.key: node.label for node in chart.nodes}
    return GraphDrawing(
        title=chart.title,
        description=chart.description
        or f"{len(chart.nodes)} éléments et {len(links)} liens, listés dans le tableau qui suit.",
        width=width,
        height=height,
        nodes=tuple(placed.values()),
        links=tuple(
            PlacedLink(placed[k.source].x, placed[k.source].y, placed[k.target].x, placed[k.target].y, k.label)
            for k in links
        ),
        legend=tuple((tones[group], group, "") for group in groups if group),
        headings=("De", "Lien", "Vers"),
        rows=tuple((names[k.source], k.label, names[k.target]) for k in links),
    )


def facing(nodes: list[Node], placed: dict[str, PlacedNode], links: tuple[Link, ...], middle: float) -> list[Node]:
    """The nodes around from top to bottom, each at the height of the central ones it is linked to: fewer crossings."""

    def height(node: Node) -> float:
        ends = [
            link.target if link.source == node.key else link.source
            for link in links
            if node.key in (link.source, link.target)
        ]
        heights = [placed[end].y for end in ends if end in placed]
        return sum(heights) / len(heights) if heights else middle

    return sorted(nodes, key=lambda node: (height(node), node.label))


def place(node: Node, x: float, y: float, anchor: str, tone: str, radius: int) -> PlacedNode:
    """A node at a place, its name cut in lines written outwards."""
    lines = textwrap.wrap(node.label, 22)[:3] or [""]
    text_x = x + {"start": radius + 6, "end": -radius - 6, "middle": 0}[anchor]
    top = y + radius + 18 if anchor == "middle" else y + 5 - 9 * (len(lines) - 1)
    if anchor == "middle" and not node.central and y < radius + 60:
        top = y - radius - 8 - 18 * (len(lines) - 1)
    spread = tuple((round(top + 18 * number, 1), words) for number, words in enumerate(lines))
    return PlacedNode(round(x, 1), round(y, 1), round(text_x, 1), round(top, 1), anchor, tone, radius, node, spread)


def motif(columns: int = 6, rows: int = 3) -> list[dict[str, str | list[str]]]:
    """The woven stitch: rows of interlocked V loops, fading upwards."""
    step, drop = 240 / columns, 26
    drawn: list[dict[str, str | list[str]]] = []
    for row in range(rows):
        y = 6 + row * drop
        paths = []
        for column in range(columns):
            x = column * step
            paths.append(
                f"M{x + 4:.0f} {y}C{x + 6:.0f} {y + 14} {x + step / 2 - 8:.0f} {y + 14} {x + step / 2 - 3:.0f} {y + 24}"
            )
            paths.append(
                f"M{x + step - 4:.0f} {y}C{x + step - 6:.0f} {y + 14} {x + step / 2 + 8:.0f} {y + 14} "
                f"{x + step / 2 + 3:.0f} {y + 24}"
            )
        drawn.append({"opacity": f"{(row + 1) / (rows + 1):.2f}", "paths": paths})
    return drawn
