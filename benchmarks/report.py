"""Tables from what was measured: per group of recordings and pooled, and the ratios that matter."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from recordings import GROUPS, Recording

MOST_CPU = 0.32
"""CPU seconds for a second of sound."""

LEAST_TIMES_LESS_CPU = 1.3

SYSTEMS = {
    "ours": "Smart Meeting Scribe",
    "plain": "plain way, spectral",
    "plain_sherpa": "plain way, sherpa-onnx",
}
MEASURES = {
    "diarization": "DER",
    "diarization_with_collar": "DER ±0.25",
    "words": "WER",
    "attributed_words": "cpWER",
}


@dataclass(frozen=True, slots=True)
class Measured:
    """All figures of a run. `costs[recording][system]` holds each round's cost; `scores[recording][system]` its score."""

    recordings: Sequence[Recording]
    costs: Mapping[str, Mapping[str, Sequence[Mapping[str, Any]]]]
    scores: Mapping[str, Mapping[str, Mapping[str, Any]]]


def summary(measured: Measured) -> dict[str, Any]:
    """The figures of a run, ready for JSON."""
    systems = [name for name in SYSTEMS if all(name in costs for costs in measured.costs.values())]
    groups = {group: [recording for recording in measured.recordings if recording.group == group] for group in GROUPS}
    groups = {group: members for group, members in groups.items() if members} | {"pooled": list(measured.recordings)}
    return {
        "systems": {
            system: {group: _figures(measured, system, members) for group, members in groups.items()}
            for system in systems
        },
        "recordings": {
            recording.name: {
                system: _figures(measured, system, [recording])
                | {"speakers": measured.scores[recording.name][system]["speakers"]}
                for system in systems
            }
            | {"speakers_in_reference": measured.scores[recording.name]["ours"]["speakers_in_reference"]}
            for recording in measured.recordings
        },
    }


def _figures(measured: Measured, system: str, members: Sequence[Recording]) -> dict[str, Any]:
    seconds = sum(recording.seconds for recording in members)
    costs = [measured.costs[recording.name][system] for recording in members]
    parts: dict[str, float] = {}
    for rounds in costs:
        for name in rounds[0]["parts"]:
            parts[name] = parts.get(name, 0.0) + _mean(cost["parts"][name] for cost in rounds)
    found: dict[str, Any] = {
        "recordings": len(members),
        "seconds": round(seconds, 1),
        "cpu_per_second": round(sum(_mean(cost["cpu"] for cost in rounds) for rounds in costs) / seconds, 4),
        "wall_per_second": round(sum(_mean(cost["wall"] for cost in rounds) for rounds in costs) / seconds, 4),
        "peak_bytes": max(cost["peak_tree"] for rounds in costs for cost in rounds),
        "cpu_parts_per_second": {name: round(value / seconds, 4) for name, value in parts.items()},
    }
    for measure in MEASURES:
        scores = [measured.scores[recording.name][system][measure] for recording in members]
        known = [score for score in scores if score is not None]
        length = sum(score["length"] for score in known)
        if length:
            found[measure] = {
                kind: round(100 * sum(score[kind] for score in known) / length, 2)
                for kind in ("errors", "inserted", "missed", "confused")
            } | {"length": round(length, 1)}
    return found


def tables(figures: Mapping[str, Any]) -> str:
    """The figures as text: one table by group, one of CPU by part, one by recording, and the ratios."""
    systems, recordings = figures["systems"], figures["recordings"]
    blocks = [
        _table(
            ("", "system", *MEASURES.values(), "CPU/s", "wall/s", "peak GB"),
            [
                (group, SYSTEMS[system], *_errors(found), *_cost(found))
                for group in systems["ours"]
                for system, found in ((name, systems[name][group]) for name in systems)
            ],
        )
    ]
    for system in systems:
        parts = systems[system]["pooled"]["cpu_parts_per_second"]
        rows = [(name, f"{value:.4f}") for name, value in parts.items()]
        whole = systems[system]["pooled"]["cpu_per_second"]
        rows.append(("end of the process", f"{max(0.0, whole - sum(parts.values())):.4f}"))
        blocks.append(_table((f"CPU/s of {SYSTEMS[system]}, pooled", ""), rows))
    blocks.append(
        _table(
            ("recording", "system", *MEASURES.values(), "missed words", "inserted words", "speakers", "CPU/s"),
            [
                (
                    name,
                    SYSTEMS[system],
                    *_errors(found),
                    *_word_faults(found),
                    f"{found['speakers']} of {answers['speakers_in_reference']}",
                    _cost(found)[0],
                )
                for name, answers in recordings.items()
                for system, found in ((name, answers[name]) for name in systems)
            ],
        )
    )
    return "\n\n".join([*blocks, "\n".join(ratios(figures))])


def ratios(figures: Mapping[str, Any]) -> list[str]:
    """How we stand against the targets and against each way of doing it plainly."""
    ours = figures["systems"]["ours"]["pooled"]
    lines = [f"CPU per second of audio: {ours['cpu_per_second']:.3f} (target: at most {MOST_CPU})"]
    for system, times, points in _comparisons(figures):
        lines.append(
            f"against the {SYSTEMS[system]}: {times:.2f} times less CPU (target: at least {LEAST_TIMES_LESS_CPU}), "
            f"cpWER {points:+.1f} points (target: no worse)"
        )
    return lines


def faults(figures: Mapping[str, Any]) -> bool:
    """Whether a target is missed. The one to beat is the plain way whose transcript is better."""
    ours = figures["systems"]["ours"]["pooled"]
    _, times, points = max(_comparisons(figures), key=lambda comparison: comparison[2])
    return bool(ours["cpu_per_second"] > MOST_CPU or times < LEAST_TIMES_LESS_CPU or points > 0)


def _comparisons(figures: Mapping[str, Any]) -> list[tuple[str, float, float]]:
    """For each other system: how many times its CPU time is ours, and our cpWER less its own."""
    ours = figures["systems"]["ours"]["pooled"]
    return [
        (
            system,
            found["pooled"]["cpu_per_second"] / ours["cpu_per_second"],
            ours["attributed_words"]["errors"] - found["pooled"]["attributed_words"]["errors"],
        )
        for system, found in figures["systems"].items()
        if system != "ours"
    ]


def _errors(found: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(f"{found[measure]['errors']:.1f}" if measure in found else "–" for measure in MEASURES)


def _word_faults(found: Mapping[str, Any]) -> tuple[str, ...]:
    if "words" not in found:
        return "–", "–"
    return f"{found['words']['missed']:.1f}", f"{found['words']['inserted']:.1f}"


def _cost(found: Mapping[str, Any]) -> tuple[str, ...]:
    return f"{found['cpu_per_second']:.3f}", f"{found['wall_per_second']:.3f}", f"{found['peak_bytes'] / 1e9:.2f}"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table whose columns are also straight as plain text."""
    lines = [list(head), *(list(row) for row in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(head))]
    left: Callable[[int], bool] = lambda column: column == 0 or not _is_figure(lines[1][column])  # noqa: E731
    shown = [
        "| " + " | ".join(_set(cell, widths[column], left(column)) for column, cell in enumerate(line)) + " |"
        for line in lines
    ]
    rule = (
        "|"
        + "|".join(
            "-" * (width + 2) if left(column) else "-" * (width + 1) + ":" for column, width in enumerate(widths)
        )
        + "|"
    )
    return "\n".join([shown[0], rule, *shown[1:]])


def _set(cell: str, width: int, left: bool) -> str:
    return cell.ljust(width) if left else cell.rjust(width)


def _is_figure(cell: str) -> bool:
    return cell == "–" or cell.replace(".", "").isdigit()


def _mean(values: Iterable[float]) -> float:
    known = list(values)
    return sum(known) / len(known)
