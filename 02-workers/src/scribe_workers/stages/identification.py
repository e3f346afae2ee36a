"""Which speakers of a meeting are people whose voices may be known. The recipe, top to bottom (docs/decisions/0011).

    step              gives           shape                       that is
    solo_in           SoloSpeech      (solo,)                     instants of the recording at which one speaks alone
    within            SoloSpeech      (solo of a speaker,)        those among what one speaker says
    heard_voice       Voice           (192,)                      what a speaker sounds like, of unit length
    naming.likeness   likeness        (speakers, people)          how like each known person each speaker is
    naming.named      Naming          (named speakers,)           who is who, surely or as a guess
    recognised        Identity        (named speakers,)           the same, by the ids of speakers and persons

The voices are in this process's memory only: nothing is kept but who was taken for whom.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from scribe_core.domain.audio import Audio
from scribe_core.domain.people import Identity, KnownVoice
from scribe_core.domain.run import Lane
from scribe_core.domain.speech import SpeechRegions
from scribe_core.domain.spoken_by import SpokenBy
from scribe_core.errors import ScribeError
from scribe_workers.stages.voices import naming
from scribe_workers.stages.voices.one_voice import Voice, heard_voice, solo_in, within
from scribe_workers.steps import Bench, Stage

LISTEN_SECONDS = 60.0
"""Of each speaker's clean speech. A bound on the work (docs/decisions/0011): that more changes a likeness by less than 0.01 was seen
when it was written, and no record keeps the figures."""


@dataclass(frozen=True, slots=True)
class Settled:
    """What people said already: the speakers they named (and which person that is, where they said so), and pairs of
    speaker and person who are not the same."""

    people: Mapping[str, str | None]
    refused: frozenset[tuple[str, str]]


def identify(
    bench: Bench,
    audio: Audio,
    speech: SpeechRegions,
    speakers: tuple[SpokenBy, ...],
    known: tuple[KnownVoice, ...],
    settled: Settled,
) -> tuple[Identity, ...]:
    """Who is who among the speakers, as far as the known voices tell.

    Errors: `identification_failed` where the voice network cannot be run.
    """
    if not known:
        return ()
    return recognised(listened_to(bench, audio, speech, speakers), known, settled)


def recognised(
    voices: Mapping[str, Voice], known: Sequence[KnownVoice], settled: Settled, rule: naming.Rule = naming.RULE
) -> tuple[Identity, ...]:
    """Who is who, from what each speaker sounds like."""
    if not voices or not known:
        return ()
    people = sorted({voice.person_id for voice in known})
    number = {person: place for place, person in enumerate(people)}
    place = {speaker: row for row, speaker in enumerate(voices)}
    prints = np.stack([np.frombuffer(voice.vector, "<f4") for voice in known]).astype(np.float32)
    found = naming.named(
        naming.likeness(
            np.stack([voice.vector for voice in voices.values()]), prints, [number[voice.person_id] for voice in known]
        ),
        [voice.seconds for voice in voices.values()],
        {place[speaker]: number.get(person or "") for speaker, person in settled.people.items() if speaker in place},
        [
            (place[speaker], number[person])
            for speaker, person in settled.refused
            if speaker in place and person in number
        ],
        rule,
    )
    ids = list(voices)
    return tuple(Identity(ids[one.speaker], people[one.person], one.score, one.margin, one.sure) for one in found)


def listened_to(bench: Bench, audio: Audio, speech: SpeechRegions, speakers: tuple[SpokenBy, ...]) -> dict[str, Voice]:
    """What each speaker sounds like, in this process's memory only; whoever says next to nothing is left out."""
    from scribe_workers.engines.filterbank import frames_in
    from scribe_workers.engines.networks import NetworkFailed, VoiceNetwork
    from scribe_workers.engines.sound import open_sound

    folder = bench.models.open("voice")
    voices: dict[str, Voice] = {}
    try:
        with (
            bench.file(audio.key) as path,
            open_sound(path) as sound,
            bench.room.occupy("voice", lambda: VoiceNetwork(folder, bench.threads, bench.room.device)) as network,
        ):
            instants = frames_in(sound.samples)
            solo = solo_in(bench, speech, instants)
            for done, speaker in enumerate(speakers):

                def tick(done: int = done) -> None:
                    bench.progress(done, len(speakers))

                mine = within(solo, speaker.regions, instants)
                voice = heard_voice(sound, mine.instants, network, LISTEN_SECONDS, tick)
                if voice is not None:
                    voices[speaker.speaker_id] = voice
                tick()
    except NetworkFailed as failure:
        raise ScribeError("identification_failed") from failure
    return voices


STAGE = Stage(
    run=identify, gives=tuple[Identity, ...], name="identification", version=2, lane=Lane.GPU,
    models=("segmentation", "voice"), remembered=False,
)  # fmt: skip
"""Who is who: see `voices/naming.py` for the rule, docs/decisions/0011 for its measure."""
