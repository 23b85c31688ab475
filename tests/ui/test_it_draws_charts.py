"""Charts keep to their frame, tell every figure twice (drawing and table), and take any label."""

import datetime
import xml.etree.ElementTree as ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maille.ui import charts, samples
from maille.ui.templatetags import ui

labels = st.text(st.characters(exclude_categories=("Cc", "Cs", "Cn", "Co")), min_size=1, max_size=60)
TAGS = [
    (ui.bars, samples.BARS),
    (ui.stacked, samples.STACKED),
    (ui.pairs, samples.PAIRS),
    (ui.line, samples.LINE),
    (ui.network_graph, samples.GRAPH),
]


def parsed(html: str) -> ElementTree.Element:
    """The figure as XML, which SVG must be."""
    return ElementTree.fromstring(html.replace("&nbsp;", " "))


@pytest.mark.parametrize(("tag", "chart"), TAGS)
def test_each_has_a_title_a_description_and_a_table(tag, chart):
    figure = parsed(tag(chart))
    drawing = next(each for each in figure.iter("svg") if each.get("role") == "img")
    assert drawing.find("title").text == chart.title
    assert drawing.find("desc").text
    assert len(figure.findall(".//tbody/tr")) >= 2
    assert "style=" not in tag(chart)


@pytest.mark.parametrize(("tag", "chart"), TAGS)
def test_the_same_figures_give_the_same_picture(tag, chart):
    assert tag(chart) == tag(chart)


@given(st.lists(st.tuples(labels, st.integers(0, 300), st.integers(0, 100)), max_size=8))
def test_bars_stay_in_the_frame_and_in_the_table(found):
    chart = charts.Bars("T", tuple(charts.Bar(label, count, share) for label, count, share in found), base=300)
    drawing = charts.draw_bars(chart)
    assert [row[0] for row in drawing.rows] == [label for label, _, _ in found]
    assert all(0 <= rect.width <= charts.TRACK_WIDTH for rect in drawing.rects)
    assert all(rect.y + rect.height <= drawing.height for rect in drawing.rects)
    parsed(ui.bars(chart))


def test_a_hidden_count_is_said_and_not_drawn():
    drawing = charts.draw_bars(charts.Bars("T", (charts.Bar("Autre", None, None),)))
    assert drawing.rects[0].width == 0
    assert drawing.values[0].text == "non diffusé"
    assert drawing.rows == (("Autre", "non diffusé", "–"),)


@given(st.lists(st.integers(0, 10**9), min_size=1, max_size=8))
def test_parts_fill_the_bar(values):
    parts = tuple(charts.Part(f"p{index}", value, str(value)) for index, value in enumerate(values))
    widths = [rect.width for rect in charts.draw_stacked(charts.Stacked("T", parts)).rects]
    assert sum(widths) == pytest.approx(100 if sum(values) else 0, abs=0.01)


@given(
    st.dates(datetime.date(2020, 1, 1), datetime.date(2030, 1, 1)),
    st.integers(0, 1500),
    st.integers(-100, 2000),
    st.integers(0, 900),
)
def test_the_line_keeps_between_its_ends(start, length, now, first):
    days = datetime.timedelta
    chart = charts.Line(
        "T",
        start,
        start + days(length),
        start + days(now),
        (
            charts.Span("a", start, start + days(first)),
            charts.Span("b", start + days(first + 1), None),
        ),
    )
    for rect in charts.draw_line(chart).rects:
        assert rect.x >= 0 and rect.x + rect.width <= 101


@given(st.integers(0, 30), st.integers(0, 3))
def test_the_graph_keeps_every_node_in_its_box(around, central):
    nodes = [charts.Node(f"c{n}", f"Centre {n}", "c", central=True) for n in range(central)]
    nodes += [charts.Node(f"n{n}", f"Nom assez long {n}", f"g{n % 3}") for n in range(around)]
    drawing = charts.draw_graph(charts.Graph("T", tuple(nodes), (charts.Link("n0", "absent"),)))
    assert len(drawing.nodes) == len(nodes)
    assert drawing.links == ()
    for node in drawing.nodes:
        assert 0 < node.x < drawing.width and 0 < node.y < drawing.height
    places = {(node.x, node.y) for node in drawing.nodes}
    assert len(places) == len(nodes)


@given(labels)
def test_a_label_is_letters_and_nothing_else(label):
    chart = charts.Stacked("T", (charts.Part(f"<script>{label}", 1, "1"),))
    figure = parsed(ui.stacked(chart))
    assert not list(figure.iter("script"))
