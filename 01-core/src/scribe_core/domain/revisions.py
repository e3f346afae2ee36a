"""From what the machine heard to a revision with stable ids: what continues the revision before keeps its ids."""

from bisect import bisect_right, insort
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from scribe_core.domain.speech import Word
from scribe_core.domain.transcript import Line, Speaker, Transcript, Utterance, Utterances

SAME_UTTERANCE = 0.5
"""Overlap over union of two utterances' spans from which the later one continues the earlier one."""

SAME_SPEAKER = 0.3
"""Share of a new speaker's time that an old speaker must cover for the new one to continue it."""


MOST_AT_ONCE = 100
"""Lines that may go on at the same time: more are nobody's who speaks, but a file's in which all begin and end together."""


def revision_of(
    heard: Utterances, *, meeting_id: str, title: str, number: int, seconds: float, previous: Transcript | None,
    new_id: Callable[[], str],
) -> Transcript:  # fmt: skip
    """The revision made from a run's utterances. Speakers are numbered from 1; ids come from `previous` or `new_id`."""
    continued = _continued_lines(heard.utterances, previous.lines if previous else ())
    voices = sorted({utterance.speaker for utterance in heard.utterances})
    speaker_ids = _continued_speakers(heard.utterances, previous, new_id)
    return Transcript(
        meeting_id=meeting_id,
        title=title,
        revision=number,
        language=heard.language,
        seconds=seconds,
        speakers=tuple(Speaker(speaker_ids[voice], position + 1, None) for position, voice in enumerate(voices)),
        lines=tuple(
            Line(
                id=continued.get(position) or new_id(), speaker_id=speaker_ids[utterance.speaker], start=utterance.start,
                end=utterance.end, words=_words_of(utterance, speaker_ids), overlap=utterance.overlap, doubt=utterance.doubt,
            )
            for position, utterance in enumerate(heard.utterances)
        ),
        warnings=heard.warnings,
        withheld=heard.withheld,
    )  # fmt: skip


def _words_of(utterance: Utterance, speaker_ids: Mapping[int, str]) -> tuple[Word, ...]:
    """The utterance's words with the id of who else speaks; whoever has no words of their own has none."""
    if not utterance.second_speakers:
        return utterance.words
    return tuple(
        word if second is None else replace(word, second_speaker_id=speaker_ids.get(second))
        for word, second in zip(utterance.words, utterance.second_speakers, strict=True)
    )


def _continued_lines(new: tuple[Utterance, ...], old: tuple[Line, ...]) -> dict[int, str]:
    """New position → id of the old line it continues, each at most once; both sequences are in order of start."""
    likely = ((_likeness(new[i], old[j]), i, j) for i, j in _touching(new, old))
    pairs = sorted((pair for pair in likely if pair[0] >= SAME_UTTERANCE), reverse=True)
    taken: dict[int, str] = {}
    used: set[int] = set()
    for _likely, i, j in pairs:
        if i not in taken and j not in used:
            taken[i] = old[j].id
            used.add(j)
    return taken


def _continued_speakers(
    new: tuple[Utterance, ...], previous: Transcript | None, new_id: Callable[[], str]
) -> dict[int, str]:
    """New speaker → id: that of the old speaker who covers most of its time, each at most once, else a fresh one."""
    old = previous.lines if previous else ()
    shared: dict[tuple[int, str], float] = defaultdict(float)
    spoken: dict[int, float] = defaultdict(float)
    for utterance in new:
        spoken[utterance.speaker] += utterance.end - utterance.start
    for i, j in _touching(new, old):
        shared[new[i].speaker, old[j].speaker_id] += min(new[i].end, old[j].end) - max(new[i].start, old[j].start)
    ids: dict[int, str] = {}
    for (voice, old_id), seconds in sorted(shared.items(), key=lambda item: (-item[1], item[0])):
        if voice not in ids and old_id not in ids.values() and seconds >= SAME_SPEAKER * spoken[voice]:
            ids[voice] = old_id
    return {voice: ids.get(voice) or new_id() for voice in spoken}


def _touching(new: tuple[Utterance, ...], old: tuple[Line, ...]) -> Iterator[tuple[int, int]]:
    """Pairs of positions whose spans overlap, by one sweep over both sequences (each in order of start).

    Of the old lines that go on where a new one begins, those that end last are looked at, `MOST_AT_ONCE` of them, and as many of those
    that begin within it.
    """
    open_lines: list[tuple[float, int]] = []
    following = 0
    for i, utterance in enumerate(new):
        while following < len(old) and old[following].start <= utterance.start:
            insort(open_lines, (old[following].end, following))
            del open_lines[:-MOST_AT_ONCE]
            following += 1
        del open_lines[: bisect_right(open_lines, (utterance.start, len(old)))]
        yield from ((i, j) for _end, j in open_lines if old[j].start < utterance.end)
        for j in range(following, min(len(old), following + MOST_AT_ONCE)):
            if old[j].start >= utterance.end:
                break
            if old[j].end > utterance.start:
                yield i, j


def _likeness(utterance: Utterance, line: Line) -> float:
    shared = min(utterance.end, line.end) - max(utterance.start, line.start)
    return shared / max(max(utterance.end, line.end) - min(utterance.start, line.start), 1e-6)
