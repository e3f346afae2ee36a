"""An evaluation as text: one table by group, one by recording, one of costs by part."""

from collections.abc import Sequence

from scribe.evaluation.comparison import Comparison, Difference, Row, side_by_side
from scribe.evaluation.figures import (
    CLOSE_SECONDS,
    MEASURES,
    NAMES,
    NEAR_SECONDS,
    OVERALL,
    Evaluation,
    Pooled,
    Rate,
    Times,
    pooled,
)
from scribe.evaluation.markup import printable
from scribe.evaluation.wording import PARTS, say
from scribe.terminal import language

NOTHING = "–"

MOST_NAMED = 10
"""Files that are named where they are left out: a folder may hold thousands."""

TEXTS = 2
"""Columns at the left that are texts; the others are figures."""

Rows = tuple[list[str], list[list[str]]]
"""A table's head and its rows."""


def tables(evaluation: Evaluation) -> str:
    """Every table, Markdown that is also straight as plain text, and what has to be said about them."""
    blocks = _with_rows(group_rows(evaluation))
    if rows := side_by_side(evaluation):
        named = [(group_name(row.name), row) for row in rows]
        blocks += [say("against", system=evaluation.systems[0]), table(*difference_rows(say("group"), named))]
        blocks += star_note(rows)
    blocks += _with_rows(word_time_rows(evaluation), recording_rows(evaluation), cost_rows(evaluation))
    told = notes(evaluation)
    legend = 0 if pools(evaluation) else -1  # of signs that no table shows
    return printable("\n\n".join([*blocks, *cost_notes(evaluation), *told[: legend or None]]))


def _with_rows(*found: Rows) -> list[str]:
    """The tables that have any row."""
    return [table(head, rows) for head, rows in found if rows]


def comparison_tables(comparison: Comparison) -> str:
    """What changed since an earlier evaluation: by group, then by recording, then what has to be said about it."""
    blocks = [
        since(comparison),
        *_with_rows(
            difference_rows(say("group"), [(group_name(row.name), row) for row in comparison.groups]),
            difference_rows(say("recording"), [(row.name, row) for row in comparison.recordings]),
        ),
    ]
    return printable("\n\n".join([*blocks, *comparison_notes(comparison)]))


def since(comparison: Comparison) -> str:
    """What is compared with, and how to read it."""
    commit = comparison.earlier.product.get("commit", "?")[:12]
    return say("since", made_at=time_of(comparison.earlier), commit=commit)


def time_of(evaluation: Evaluation) -> str:
    """When an evaluation was made, to the minute."""
    return evaluation.made_at[:16].replace("T", " ")


def notes(evaluation: Evaluation) -> list[str]:
    """What a reader of the tables must know: what failed, what was left out, what the signs mean."""
    lines = [say("failed", recording=name, system=system, reason=why) for name, system, why in evaluation.failures]
    counted = len(evaluation.counted)
    if counted < len(evaluation.recordings):
        lines.append(say("failed_left_out", count=counted, total=len(evaluation.recordings)))
    lines += [
        say("remark", recording=recording.name, remark=remark)
        for recording in evaluation.recordings
        for remark in recording.remarks
    ]
    for names, line in (
        (evaluation.without_sound, "without_sound"),
        (evaluation.without_reference, "without_reference"),
    ):
        more = ["…"] if len(names) > MOST_NAMED else []
        lines += [say(line, names=", ".join([*names[:MOST_NAMED], *more]))] if names else []
    some = any(rate.recordings < found.recordings for *_, found in pools(evaluation) for rate in found.rates.values())
    return [*lines, f"{say('legend')} {say('legend_some') if some else ''}".strip()]


def cost_notes(evaluation: Evaluation) -> list[str]:
    """Whether costs were measured side by side."""
    total = sum(len(recording.results) for recording in evaluation.recordings)
    return [say("known_before", count=evaluation.known_before, total=total)] if evaluation.known_before else []


def comparison_notes(comparison: Comparison) -> list[str]:
    """What a reader of a comparison must know."""
    lines = [say(note) for note in comparison.notes]
    lines += [] if comparison.recordings else [say("nothing_in_common")]
    lines += [say("other_setting", name=name, before=before, now=now) for name, before, now in comparison.settings]
    for names, line in ((comparison.only_earlier, "only_earlier"), (comparison.only_later, "only_later")):
        lines += [say(line, names=", ".join(names))] if names else []
    return [*lines, *star_note([*comparison.groups, *comparison.recordings])]


def star_note(rows: Sequence[Row]) -> list[str]:
    """What `*` means, where there is one."""
    starred = any(difference.sure for row in rows for difference in row.rates.values())
    return [say("differences_legend")] if starred else []


def group_rows(evaluation: Evaluation) -> Rows:
    """Each group's totals, a row for each system."""
    measures = measures_in(evaluation)
    head = [say("group"), say("system"), *(measure_name(measure) for measure in measures)]
    rows = [
        [group_name(group), system, *(_counted(found, measure) for measure in measures), *_ends(found)]
        for group, system, found in pools(evaluation)
    ]
    return [*head, say("speakers_right"), say("cpu"), say("wall"), say("memory")], rows


def recording_rows(evaluation: Evaluation) -> Rows:
    """Each recording, a row for each system."""
    measures = measures_in(evaluation)
    head = [say("recording"), say("system"), *(measure_name(measure) for measure in measures)]
    head += [say("missed"), say("inserted"), say("confused"), say("speakers"), say("cpu"), say("wall")]
    rows = []
    for recording in evaluation.recordings:
        for system, result in recording.results.items():
            found = pooled([recording], system)
            if found is None or result.score is None:
                rows.append([recording.name, system, "✗", *[NOTHING] * (len(head) - 3)])
                continue
            words = found.rates.get("words")
            rows.append(
                [
                    recording.name,
                    system,
                    *(percent(rate.value) if (rate := found.rates.get(measure)) else NOTHING for measure in measures),
                    *(
                        (percent(words.missed), percent(words.inserted), percent(words.confused))
                        if words
                        else [NOTHING] * 3
                    ),
                    NOTHING
                    if result.score.speakers is None
                    else say("out_of", right=result.score.speakers, known=recording.speakers or "?"),
                    number(found.cpu, 3),
                    number(found.wall, 3),
                ]
            )
    return head, rows


def cost_rows(evaluation: Evaluation) -> Rows:
    """Each part of each system's work, over all recordings."""
    whole = {system: pooled(evaluation.counted, system) for system in evaluation.systems}
    rows = [
        [system, part_name(stage.name), number(stage.cpu, 4), number(stage.wall, 4), number(stage.peak_bytes / 1e9, 2)]
        for system, found in whole.items()
        if found is not None
        for stage in found.stages
    ]
    return [say("system"), say("stage"), say("cpu"), say("wall"), say("memory")], rows


def word_time_rows(evaluation: Evaluation) -> Rows:
    """No rows where no reference has times of words and no recording is long enough to drift."""
    limits = [say("within", limit=round(1000 * limit)) for limit in (CLOSE_SECONDS, NEAR_SECONDS)]
    head = [say("group"), say("system"), say("word_starts"), say("median"), say("p90"), *limits, say("drift")]
    rows = [
        [group_name(group), system, *_times(found.times), NOTHING if found.drift is None else number(found.drift, 2)]
        for group, system, found in pools(evaluation)
        if found.times is not None or found.drift is not None
    ]
    return head, rows


def difference_rows(what: str, rows: Sequence[tuple[str, Row]]) -> Rows:
    """Differences in points, with what chance could do, and costs as ratios."""
    measures = [measure for measure in MEASURES if any(measure in row.rates for _, row in rows)]
    head = [
        what,
        say("system"),
        *(measure_name(measure) for measure in measures),
        say("cpu_ratio"),
        say("memory_ratio"),
    ]
    return head, [
        [
            name,
            row.system,
            *(points(row.rates.get(measure)) for measure in measures),
            f"× {number(row.cpu, 2)}",
            f"× {number(row.peak, 2)}",
        ]
        for name, row in rows
    ]


def points(difference: Difference | None) -> str:
    """A difference in points, half the width of its interval, and a star where chance would hardly do it."""
    if difference is None:
        return NOTHING
    shown = f"{'+' if difference.points > 0 else '−' if difference.points < 0 else ''}{percent(abs(difference.points))}"
    if difference.low is None or difference.high is None:
        return shown
    return f"{shown} ±{percent((difference.high - difference.low) / 2)}{' *' if difference.sure else ''}"


def measures_in(evaluation: Evaluation) -> list[str]:
    """The measures that any reference allows."""
    return [
        measure
        for measure in MEASURES
        if any(
            result.score is not None and getattr(result.score, measure) is not None
            for recording in evaluation.recordings
            for result in recording.results.values()
        )
    ]


def pools(evaluation: Evaluation) -> list[tuple[str, str, Pooled]]:
    """Group, system and figures of each that has any, over recordings that every system came to an end with."""
    return [
        (group, system, found)
        for group, recordings in evaluation.groups.items()
        for system in evaluation.systems
        if (found := pooled(recordings, system)) is not None
    ]


def group_name(group: str) -> str:
    """A group's name for a reader."""
    return group if group != OVERALL else say("all")


def with_interval(rate: Rate | None) -> str:
    """A rate in percent, with half the width of its interval."""
    if rate is None:
        return NOTHING
    if rate.low is None or rate.high is None:
        return percent(rate.value)
    return f"{percent(rate.value)} ±{percent((rate.high - rate.low) / 2)}"


def _counted(found: Pooled, measure: str) -> str:
    """A rate, and over how many of the group's recordings where it is not all."""
    rate = found.rates.get(measure)
    shown = with_interval(rate)
    return f"{shown} ({rate.recordings}/{found.recordings})" if rate and rate.recordings < found.recordings else shown


def measure_name(measure: str) -> str:
    """A measure's name, as the reader's language writes the number in it."""
    return NAMES[measure].replace(".", "," if language() == "fr" else ".")


def part_name(name: str) -> str:
    """What a part of the work is for a reader; as its system calls it where that is not known to us."""
    return say(f"part_{name}") if name in PARTS else name


def percent(share: float) -> str:
    """A share of 1 in percent, with one digit."""
    return number(100 * share, 1)


def number(value: float, digits: int) -> str:
    """A number as the reader's language writes it."""
    return f"{value:.{digits}f}".replace(".", "," if language() == "fr" else ".")


def _ends(found: Pooled) -> list[str]:
    right = say("out_of", right=found.speakers_right, known=found.speakers_known) if found.speakers_known else NOTHING
    return [right, number(found.cpu, 3), number(found.wall, 3), number(found.peak_bytes / 1e9, 2)]


def _times(times: Times | None) -> list[str]:
    if times is None:
        return [NOTHING] * 5
    counted = say("out_of", right=times.count, known=times.known)
    shares = [f"{percent(times.close)} %", f"{percent(times.near)} %"]
    return [counted, f"{1000 * times.median:.0f}", f"{1000 * times.p90:.0f}", *shares]


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table whose columns are also straight as plain text."""
    lines = [[printable(cell).replace("\n", " ").replace("|", "\\|") for cell in line] for line in (head, *rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(head))]
    shown = [
        "| "
        + " | ".join(
            cell.ljust(width) if column < TEXTS else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(line, widths, strict=True))
        )
        + " |"
        for line in lines
    ]
    rule = "".join(
        f"|{'-' * (width + 2)}" if column < TEXTS else f"|{'-' * (width + 1)}:" for column, width in enumerate(widths)
    )
    return "\n".join([shown[0], f"{rule}|", *shown[1:]])
