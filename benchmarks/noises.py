"""Sounds without a word in them, made from a seed: noises, hums, music-like sounds, clicks, breath, silence. 16 kHz mono."""

from collections.abc import Callable, Iterator

import numpy as np
from numpy.typing import NDArray
from scipy.signal import butter, lfilter, sosfilt

Sound = NDArray[np.float32]
Chance = np.random.Generator

RATE = 16_000


def noises(seconds: float, seed: int) -> Iterator[tuple[str, Sound]]:
    """Pieces of 8 to 25 s, each with its kind's name, every kind in turn, until there are so many seconds."""
    chance = np.random.default_rng(seed)
    left = round(seconds * RATE)
    while left > 0:
        for name, make in KINDS.items():
            samples = min(left, int(chance.uniform(8, 25) * RATE))
            if samples <= 0:
                return
            left -= samples
            sound = make(samples, chance)
            loudest = float(np.abs(sound).max(initial=0.0))
            level = 10 ** (chance.uniform(-36, -3) / 20)
            yield name, np.asarray(sound * (level / loudest) if loudest else sound, np.float32)


def _times(samples: int) -> NDArray[np.float64]:
    return np.arange(samples) / RATE


def _coloured(samples: int, chance: Chance, slope: float) -> NDArray[np.float64]:
    """Noise whose power falls with frequency to that power: 0 white, 1 pink, 2 brown."""
    spectrum = np.fft.rfft(chance.normal(size=samples))
    frequencies = np.fft.rfftfreq(samples, 1 / RATE)
    frequencies[0] = frequencies[1] if samples > 1 else 1.0
    return np.asarray(np.fft.irfft(spectrum / frequencies ** (slope / 2), samples))


def _white(samples: int, chance: Chance) -> NDArray[np.float64]:
    return _coloured(samples, chance, 0)


def _pink(samples: int, chance: Chance) -> NDArray[np.float64]:
    return _coloured(samples, chance, 1)


def _rumble(samples: int, chance: Chance) -> NDArray[np.float64]:
    return _coloured(samples, chance, 2)


def _ventilation(samples: int, chance: Chance) -> NDArray[np.float64]:
    """Noise in a band, its loudness turning slowly."""
    band = butter(2, [150, 1200], "bandpass", fs=RATE, output="sos")
    turning = 1 + 0.4 * np.sin(2 * np.pi * chance.uniform(0.3, 6) * _times(samples))
    return np.asarray(sosfilt(band, chance.normal(size=samples)) * turning)


def _hum(samples: int, chance: Chance) -> NDArray[np.float64]:
    """The mains and what resonates with them."""
    base, times = chance.choice([50.0, 60.0, 100.0]), _times(samples)
    overtones = sum(np.sin(2 * np.pi * base * n * times) / n for n in range(1, 9))
    return np.asarray(overtones + 0.02 * chance.normal(size=samples))


def _note(frequency: float, samples: int, chance: Chance) -> NDArray[np.float64]:
    times = _times(samples)
    decay = np.exp(-times * chance.uniform(1, 6)) * np.minimum(1, times / 0.01)
    return np.asarray(sum(np.sin(2 * np.pi * frequency * n * times) / n**1.5 for n in range(1, 6)) * decay)


def _melody(samples: int, chance: Chance) -> NDArray[np.float64]:
    """Plucked notes of a scale over held chords, with a beat of noise."""
    sound, beat = np.zeros(samples), chance.uniform(0.25, 0.6)
    scale = 220 * 2 ** (np.array([0, 2, 4, 7, 9, 12, 14, 16]) / 12)
    for place, start in enumerate(np.arange(0, samples / RATE, beat)):
        first = int(start * RATE)
        length = min(samples - first, int(2.5 * RATE))
        pitches = [chance.choice(scale), *(scale[:5:2] / 2 if place % 4 == 0 else [])]
        for pitch in pitches:
            sound[first : first + length] += _note(float(pitch), length, chance)
        hit = min(samples - first, 1600)
        sound[first : first + hit] += 0.5 * chance.normal(size=hit) * np.exp(-np.arange(hit) / 300)
    return sound


def _organ(samples: int, chance: Chance) -> NDArray[np.float64]:
    """Held chords with a vibrato: the nearest to a voice."""
    times = _times(samples)
    vibrato = 0.004 * np.sin(2 * np.pi * 5.5 * times)
    roots = chance.choice([110.0, 146.8, 164.8, 196.0], size=samples // (2 * RATE) + 1)
    root = np.repeat(roots, 2 * RATE)[:samples]
    chord = sum(np.sin(2 * np.pi * np.cumsum(root * ratio * (1 + vibrato)) / RATE) for ratio in (1, 1.25, 1.5, 2, 3, 4))
    return np.asarray(chord * (0.6 + 0.4 * np.sin(2 * np.pi * 0.5 * times)))


def _tones(samples: int, chance: Chance) -> NDArray[np.float64]:
    """Telephone tones and alarms."""
    times = _times(samples)
    low, high = chance.choice([350.0, 440.0, 697.0, 852.0]), chance.choice([480.0, 620.0, 1209.0, 1477.0])
    on = (times % chance.uniform(0.3, 4)) < chance.uniform(0.1, 1)
    return np.asarray((np.sin(2 * np.pi * low * times) + np.sin(2 * np.pi * high * times)) * on)


def _clicks(samples: int, chance: Chance) -> NDArray[np.float64]:
    """Keyboard, pen, cup: short resonances at odd moments."""
    sound = 1e-4 * chance.normal(size=samples)
    for first in chance.integers(0, samples, size=max(1, samples // RATE * 3)):
        length = min(samples - first, 800)
        decay = np.exp(-np.arange(length) / chance.uniform(10, 120))
        sound[first : first + length] += chance.normal() * decay * chance.normal(size=length)
    return sound


def _breath(samples: int, chance: Chance) -> NDArray[np.float64]:
    """Breath into a microphone: bursts of shaped noise."""
    times = _times(samples)
    envelope = np.maximum(0, np.sin(2 * np.pi * chance.uniform(0.2, 0.5) * times)) ** 3
    return np.asarray(lfilter([1.0], [1.0, -0.85], chance.normal(size=samples)) * envelope)


def _sweep(samples: int, chance: Chance) -> NDArray[np.float64]:
    """A siren."""
    pitch = 500 + 300 * np.sin(2 * np.pi * chance.uniform(0.1, 0.8) * _times(samples))
    return np.asarray(np.sin(2 * np.pi * np.cumsum(pitch) / RATE))


def _bursts(samples: int, chance: Chance) -> NDArray[np.float64]:
    """Noise that comes and goes at once: doors, chairs, a bad line."""
    on = np.repeat(chance.random(samples // 1600 + 1) < 0.3, 1600)[:samples]
    return _coloured(samples, chance, float(chance.choice([0, 1, 2]))) * on


def _babble(samples: int, chance: Chance) -> NDArray[np.float64]:
    """Noise in the bands of vowels, as loud as syllables turn it, four at once: a canteen without a word."""
    sound, times = np.zeros(samples), _times(samples)
    for _ in range(4):
        beat = 2 * np.pi * (chance.uniform(3, 6) * times + chance.uniform())
        syllables = np.maximum(0, np.sin(beat) + 0.5 * np.sin(0.37 * beat)) ** 2
        for low, high in ((300, 800), (900, 2200), (2300, 3200)):
            middle = chance.uniform(low, high)
            band = butter(1, [0.85 * middle, 1.15 * middle], "bandpass", fs=RATE, output="sos")
            sound += syllables * sosfilt(band, chance.normal(size=samples)) * (300 / middle)
    return sound


def _silence(samples: int, _chance: Chance) -> NDArray[np.float64]:
    return np.zeros(samples)


KINDS: dict[str, Callable[[int, Chance], NDArray[np.float64]]] = {
    "white noise": _white,
    "melody": _melody,
    "digital silence": _silence,
    "hum": _hum,
    "pink noise": _pink,
    "organ": _organ,
    "clicks": _clicks,
    "rumble": _rumble,
    "tones": _tones,
    "ventilation": _ventilation,
    "breath": _breath,
    "siren": _sweep,
    "bursts": _bursts,
    "babble": _babble,
}
