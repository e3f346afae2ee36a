"""An evaluation as one page: it needs nothing beside itself, runs no script, and shows whatever names it is given as text."""

from collections.abc import Mapping, Sequence
from xml.etree.ElementTree import Element

from scribe.evaluation import plots
from scribe.evaluation.comparison import Comparison, Row, side_by_side
from scribe.evaluation.figures import NAMES, Evaluation, Pooled, pooled
from scribe.evaluation.markup import Child, document, tag
from scribe.evaluation.page_style import STYLE
from scribe.evaluation.speech import Speech
from scribe.evaluation.tables import (
    TEXTS,
    comparison_notes,
    cost_notes,
    cost_rows,
    difference_rows,
    group_name,
    group_rows,
    notes,
    number,
    part_name,
    percent,
    pools,
    recording_rows,
    since,
    star_note,
    time_of,
    word_time_rows,
)
from scribe.evaluation.wording import say
from scribe.terminal import language

POLICY = "default-src 'none'; style-src 'unsafe-inline'"
SLOWEST_SECONDS = 2.0
"""Where the curve of word starts ends: beyond it a word is lost, not late."""

CURVE_POINTS = 200


def _clock(seconds: float) -> str:
    return f"{int(seconds) // 60}:{int(seconds) % 60:02d}"


PERCENT = plots.Unit(lambda share: f"{percent(share)} %", lambda share: f"{round(100 * share, 2):g} %")
SECONDS = plots.Unit(lambda value: number(value, 3), lambda value: number(value, 2))
GIGABYTES = plots.Unit(lambda value: number(value, 2), lambda value: number(value, 1))
DELAY = plots.Unit(lambda value: number(value, 2), lambda value: number(value, 1))
CLOCK = plots.Unit(_clock, _clock)


def page(evaluation: Evaluation, speech: Sequence[Speech], comparison: Comparison | None) -> str:
    """The whole page, in the reader's language."""
    title = say("title", folder=evaluation.folder)
    body = [
        _header(evaluation, title),
        _section("totals", _rates(evaluation), _table(*group_rows(evaluation))),
        *([_comparison(comparison)] if comparison else []),
        _beside(evaluation),
        _section("word_errors", *_parts(evaluation, "words", ("missed", "inserted", "confused"))),
        _section("speaker_errors", *_parts(evaluation, "diarization", ("missed", "inserted", "confused_speaker"))),
        _word_starts(evaluation),
        _section(
            "costs",
            *(tag("p", *_prose(note)) for note in cost_notes(evaluation)),
            *_costs(evaluation),
            _table(*cost_rows(evaluation)),
        ),
        _section("recordings", _table(*recording_rows(evaluation)), *(_speech(one) for one in speech if one.strips)),
        _section("how", *_how(evaluation)),
    ]
    head = tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", http_equiv="Content-Security-Policy", content=POLICY),
        tag("meta", name="color-scheme", content="light dark"),
        tag("title", title),
        tag("style", STYLE),
    )
    return document(
        tag("html", head, tag("body", tag("main", *(part for part in body if part is not None))), lang=language())
    )


def _header(evaluation: Evaluation, title: str) -> Element:
    made = say("made", made_at=time_of(evaluation), version=evaluation.product["version"])
    counted = len(evaluation.counted)
    minutes = sum(recording.seconds for recording in evaluation.counted) / 60
    lines = [tag("li", line) for line in notes(evaluation)[:-1]]
    return tag(
        "header",
        tag("h1", title),
        tag("p", made, class_="quiet"),
        tag("p", say("counted", count=counted, minutes=number(minutes, 1))),
        *([tag("ul", *lines, class_="failures")] if lines else []),
    )


def _prose(text: str) -> list[Child]:
    """A sentence of ours, what stands in `…` as code."""
    return [tag("code", part) if number % 2 else part for number, part in enumerate(text.split("`"))]


def _section(name: str, *content: Element | None) -> Element | None:
    """A section with its heading and what it is; None where nothing is in it."""
    shown = [part for part in content if part is not None]
    if not shown:
        return None
    return tag(
        "section", tag("h2", say(f"section_{name}"), id=name), tag("p", say(f"about_{name}"), class_="quiet"), *shown,
        aria_labelledby=name,
    )  # fmt: skip


def _rates(evaluation: Evaluation) -> Element | None:
    figures = []
    found = pools(evaluation)
    for measure in ("diarization", "words", "attributed_words"):
        rows: list[tuple[str, list[plots.Mark]]] = []
        for group in evaluation.groups:
            marks = [
                plots.Mark(evaluation.systems.index(system), system, rate.value, rate.low, rate.high)
                for of, system, totals in found
                if of == group and (rate := totals.rates.get(measure)) is not None
            ]
            rows += [(group_name(group), marks)] if marks else []
        if rows:
            figures.append(
                _figure(f"{NAMES[measure]} – {say(f'long_{measure}')}", plots.dots(NAMES[measure], rows, PERCENT))
            )
    drawn = any(rate.low is not None for _, _, totals in found for rate in totals.rates.values())
    lines = [tag("p", say("whisker"), class_="quiet")] if drawn else []
    return tag("div", *lines, _legend(evaluation.systems), *figures) if figures else None


def _parts(evaluation: Evaluation, measure: str, kinds: Sequence[str]) -> list[Element]:
    """A measure's errors by kind, a bar for each group and system."""
    rows = [
        (_both(evaluation, group, system), [rate.missed, rate.inserted, rate.confused])
        for group, system, found in pools(evaluation)
        if (rate := found.rates.get(measure)) is not None
    ]
    if not rows:
        return []
    names = [say(kind) for kind in kinds]
    return [_named_parts(names), _figure(NAMES[measure], plots.bars(NAMES[measure], names, rows, PERCENT))]


def _costs(evaluation: Evaluation) -> list[Element]:
    """CPU by part of the work, and the memory at its largest."""
    whole = [(system, pooled(evaluation.counted, system)) for system in evaluation.systems]
    known = {system: found for system, found in whole if found is not None}
    if not known:
        return []
    memory = [(system, [found.peak_bytes / 1e9]) for system, found in known.items()]
    memory_title = say("memory_title")
    return [
        *(
            drawn
            for alike in _of_the_same_parts(known)
            for drawn in _cpu(alike, max(one.cpu for one in known.values()))
        ),
        _figure(memory_title, plots.bars(memory_title, [say("memory")], memory, GIGABYTES)),
    ]


def _of_the_same_parts(known: Mapping[str, Pooled]) -> list[dict[str, Pooled]]:
    """The systems by what they call the parts of their work: one's names say nothing of another's."""
    found: dict[frozenset[str], dict[str, Pooled]] = {}
    for system, pool in known.items():
        found.setdefault(frozenset(stage.name for stage in pool.stages), {})[system] = pool
    return list(found.values())


def _cpu(systems: Mapping[str, Pooled], largest: float) -> list[Element]:
    """CPU of systems that have the same parts: the largest by name in the order of the work, then the rest."""
    spent: dict[str, float] = {}
    for found in systems.values():
        for stage in found.stages:
            spent[stage.name] = max(stage.cpu, spent.get(stage.name, 0.0))
    shown = sorted(spent, key=lambda name: spent[name], reverse=True)[: plots.SERIES - 1]  # a colour each
    rows = []
    for system, found in systems.items():
        values = [sum(stage.cpu for stage in found.stages if stage.name == name) for name in spent if name in shown]
        rows.append((system, [*values, max(0.0, found.cpu - sum(values))]))
    names = [*(part_name(name) for name in spent if name in shown), say("the_rest")]
    title = say("cpu_of", systems=", ".join(systems))
    return [_named_parts(names), _figure(title, plots.bars(title, names, rows, SECONDS, largest))]


def _word_starts(evaluation: Evaluation) -> Element | None:
    """How many of the right words begin within how much of their time, and the table of it."""
    head, rows = word_time_rows(evaluation)
    if not rows:
        return None
    series = {}
    for system in evaluation.systems:
        errors = sorted(
            abs(error)
            for recording in evaluation.counted
            if (score := recording.results[system].score) is not None and score.word_times is not None
            for _, error in score.word_times.starts
        )
        if errors:
            shares = [(min(error, SLOWEST_SECONDS), place / len(errors)) for place, error in enumerate(errors, start=1)]
            series[system] = [(0.0, 0.0), *shares[:: max(1, len(shares) // CURVE_POINTS)], (SLOWEST_SECONDS, 1.0)]
    title = say("word_starts")
    curve = _figure(title, plots.curves(title, say("seconds_off"), series, DELAY)) if series else None
    return _section("word_starts", curve, _table(head, rows))


def _comparison(comparison: Comparison) -> Element | None:
    return _section(
        "comparison",
        tag("p", since(comparison)),
        _differences(say("group"), [(group_name(row.name), row) for row in comparison.groups]),
        *(
            [_details(say("by_recording"), found)]
            if (found := _differences(say("recording"), [(row.name, row) for row in comparison.recordings])) is not None
            else []
        ),
        *([tag("ul", *(tag("li", note) for note in said))] if (said := comparison_notes(comparison)) else []),
    )


def _beside(evaluation: Evaluation) -> Element | None:
    if not (rows := side_by_side(evaluation)):
        return None
    return _section(
        "beside",
        tag("p", say("against", system=evaluation.systems[0])),
        _differences(say("group"), [(group_name(row.name), row) for row in rows]),
        *(tag("p", note, class_="quiet") for note in star_note(rows)),
    )


def _differences(what: str, rows: Sequence[tuple[str, Row]]) -> Element | None:
    return _table(*difference_rows(what, rows))


def _speech(speech: Speech) -> Element:
    title = say("who_when", recording=speech.name)
    return _details(title, plots.strips(title, speech.seconds, speech.strips, CLOCK))


def _details(summary: str, content: Element) -> Element:
    return tag("details", tag("summary", summary), content)


def _how(evaluation: Evaluation) -> list[Element]:
    """What it was measured with, so that it can be measured again."""
    machine = evaluation.machine
    rows = [
        (
            say("machine"),
            say(
                "machine_is",
                processor=machine.processor or "?",
                cores=machine.cores,
                memory=number(machine.memory_bytes / 1e9, 0),
            ),
        ),
        (say("software"), f"{machine.system}, Python {machine.python}"),
        (say("product"), " ".join(evaluation.product.values())),
        (
            say("told"),
            ", ".join(f"{name}: {value}" for name, value in evaluation.settings.items() if value is not None),
        ),
        *((say("model", name=name), digest) for name, digest in evaluation.models.items()),
        *(
            (say("libraries", system=system), ", ".join(f"{name} {release}" for name, release in sorted(found.items())))
            for system, found in evaluation.libraries.items()
        ),
        (say("normalisation"), str(evaluation.normalisation)),
    ]
    return [
        tag("p", notes(evaluation)[-1]),
        tag("dl", *(part for name, value in rows for part in (tag("dt", name), tag("dd", value)))),
    ]


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> Element | None:
    """A table that scrolls by itself where the page is narrow; it can be reached by keyboard. None without a row."""
    if not rows:
        return None
    cells = [
        tag(
            "tr",
            tag("th", row[0], scope="row"),
            *(tag("td", cell, class_=None if at < TEXTS else "figure") for at, cell in enumerate(row[1:], start=1)),
        )
        for row in rows
    ]
    caption = ", ".join(head[:TEXTS])
    columns = tag(
        "tr", *(tag("th", name, scope="col", class_=None if at < TEXTS else "figure") for at, name in enumerate(head))
    )
    return tag(
        "div",
        tag("table", tag("thead", columns), tag("tbody", *cells)),
        class_="wide",
        tabindex="0",
        role="region",
        aria_label=caption,
    )


def _figure(caption: str, drawn: Element) -> Element:
    return tag("figure", tag("figcaption", caption), drawn, tabindex="0")


def _legend(systems: Sequence[str]) -> Element:
    """The systems by shape and colour."""
    return tag(
        "ul",
        *(tag("li", plots.sample(at), system, class_=f"s{at % plots.SERIES}") for at, system in enumerate(systems)),
        class_="legend",
    )


def _named_parts(names: Sequence[str]) -> Element:
    """The parts of a bar in the order they stand."""
    return tag(
        "ol",
        *(tag("li", tag("span", class_=f"p{at % plots.SERIES}"), name) for at, name in enumerate(names)),
        class_="legend parts",
    )


def _both(evaluation: Evaluation, group: str, system: str) -> str:
    return group_name(group) if len(evaluation.systems) == 1 else f"{group_name(group)} · {system}"
