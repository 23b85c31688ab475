"""The design system's tags; built in everywhere, no `{% load %}` needed."""

import zlib
from collections.abc import Iterator
from typing import Any

from django import template
from django.forms import BaseForm, BoundField
from django.template.defaultfilters import date as as_asked
from django.template.defaultfilters import stringfilter
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString

from maille.ui import charts as drawings
from maille.ui.text import before, euros, first_said, whole
from maille.ui.text import duration as in_hours
from maille.ui.text import unbroken as tied

register = template.Library()
TONES = {"", "neutral", "good", "attention", "danger"}


@register.simple_tag
def field(bound: BoundField) -> SafeString:
    """One field: label above, help below, error beside it in words."""
    return bound.as_field_group()


@register.filter(expects_localtime=True, is_safe=False)
def date(value: Any, asked: str | None = None) -> str:
    """Django's own; the first of a month is "1er", on every page."""
    return first_said(as_asked(value, asked))


@register.filter
def warnings(bound: BoundField) -> list[str]:
    """What deserves a look at this field before it is saved: `warned` of its form (field → sentences), if any."""
    said: dict[str, list[str]] = getattr(bound.form, "warned", {})
    return said.get(bound.name, [])


@register.inclusion_tag("ui/components/errors.html")
def errors(*forms: BaseForm) -> dict[str, Any]:
    """Everything to correct, on top of the form, each line a link to its field."""
    lines = [line for form in forms if form.is_bound for line in error_lines(form)]
    return {"lines": lines, "count": len(lines)}


def error_lines(form: BaseForm) -> Iterator[dict[str, str]]:
    """Errors of a form in the order of its fields; those of the whole form first."""
    for message in form.non_field_errors():
        yield {"anchor": "", "label": "", "message": str(message)}
    for bound in form:
        for message in bound.errors:
            anchor = bound.id_for_label or bound.auto_id
            yield {"anchor": str(anchor), "label": str(bound.label), "message": str(message)}


@register.simple_tag
def badge(text: Any, tone: str = "neutral") -> SafeString:
    """A short state in words; the tone (neutral, good, attention, danger) only repeats them."""
    if tone not in TONES:
        raise template.TemplateSyntaxError(f"badge: unknown tone {tone!r}")
    return format_html('<span class="badge {}">{}</span>', tone, text)


@register.simple_tag
def money(cents: int | None) -> SafeString:
    """An amount in euros, from integer cents; a dash in words when unknown."""
    if cents is None:
        return format_html('<span class="muted">{}</span>', "non renseigné")
    return format_html('<span class="number">{}</span>', euros(cents))


@register.filter
def after(name: Any, word: str) -> str:
    """A name introduced by "de" or "que", elided where French does: `{{ person|after:"de" }}` gives "d'Amina"."""
    return before(word, str(name))


@register.filter
def duration(minutes: int) -> str:
    """Whole minutes as people say them: `{{ shift.minutes|duration }}` gives "6 h", "7 h 30", "45 min"."""
    return in_hours(minutes)


@register.filter(is_safe=True)
@stringfilter
def unbroken(text: str) -> str:
    """Words people typed, in the middle of a sentence: `{{ rule.name|unbroken }}` never breaks a line before "%"."""
    return tied(text)


@register.inclusion_tag("ui/components/pager.html")
def pager(page: Any) -> dict[str, Any]:
    """Links to the neighbours of a `maille.ui.keyset.Page`."""
    return {"page": page}


@register.inclusion_tag("ui/components/progress.html")
def progress(done: int, total: int, label: str) -> dict[str, Any]:
    """How far something has come, with a sentence and a count."""
    percent = round(100 * min(done, total) / total, 1) if total else 0
    return {
        "id": unique("progress", label, done, total),
        "done": done,
        "total": total,
        "label": label,
        "percent": f"{percent}",
        "done_text": whole(done),
        "total_text": whole(total),
    }


@register.inclusion_tag("ui/components/dateline.html", takes_context=True)
def dateline(context: template.Context) -> dict[str, Any]:
    """ "État au …", and the form to ask for another day (`?au=`) keeping every other parameter of the page."""
    request = context["request"]
    others = request.GET.copy()
    others.pop("au", None)
    hidden = [(name, value) for name, values in others.lists() for value in values]
    return {
        "at": request.at,
        "elsewhen": request.at != request.today,
        "hidden": hidden,
        "today_query": others.urlencode(),
    }


class BlockNode(template.Node):
    """A component around a piece of template."""

    def __init__(self, template_name: str, argument: template.base.FilterExpression, nodes: template.NodeList) -> None:
        self.template_name, self.argument, self.nodelist = template_name, argument, nodes

    def render(self, context: template.Context) -> SafeString:
        """Render the inside, then the component around it."""
        content = self.nodelist.render(context)
        value = self.argument.resolve(context)
        return render_to_string(
            self.template_name,
            {"summary": value, "sentence": value, "content": content, "motif": drawings.motif()},
        )


def block_tag(name: str, template_name: str) -> None:
    """Register `{% name "text" %}…{% endname %}`."""

    def compile_tag(parser: template.base.Parser, token: template.base.Token) -> BlockNode:
        parts = token.split_contents()
        if len(parts) != 2:
            raise template.TemplateSyntaxError(f"{name} takes one text")
        nodes = parser.parse((f"end{name}",))
        parser.delete_first_token()
        return BlockNode(template_name, parser.compile_filter(parts[1]), nodes)

    register.tag(name, compile_tag)


block_tag("why", "ui/components/why.html")
block_tag("empty", "ui/components/empty.html")


@register.simple_tag
def bars(chart: drawings.Bars) -> SafeString:
    """Horizontal bars with their table twin."""
    return draw("ui/components/charts/bars.html", drawings.draw_bars(chart))


@register.simple_tag
def stacked(chart: drawings.Stacked) -> SafeString:
    """One bar cut in parts, with its legend and table twin."""
    return draw("ui/components/charts/stacked.html", drawings.draw_stacked(chart))


@register.simple_tag
def pairs(chart: drawings.Pairs) -> SafeString:
    """Two periods side by side, one small pair of bars per line."""
    return draw("ui/components/charts/pairs.html", drawings.draw_pairs(chart))


@register.simple_tag
def line(chart: drawings.Line) -> SafeString:
    """Stages along time, with today on the line."""
    return draw("ui/components/charts/line.html", drawings.draw_line(chart))


@register.simple_tag
def network_graph(chart: drawings.Graph) -> SafeString:
    """A small node-link graph, with its links told in a table."""
    return draw("ui/components/charts/graph.html", drawings.draw_graph(chart))


def draw(template_name: str, drawing: Any) -> SafeString:
    """One chart as inline SVG."""
    return render_to_string(template_name, {"drawing": drawing, "id": unique("chart", drawing)})


def unique(prefix: str, *parts: Any) -> str:
    """An id for one component of a page, the same at each rendering of the same content."""
    return f"{prefix}-{zlib.crc32(repr(parts).encode()):08x}"
