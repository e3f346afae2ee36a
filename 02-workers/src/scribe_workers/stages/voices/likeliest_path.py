"""The likeliest sequence of choices when changing one's mind has a cost (Viterbi's algorithm)."""

from collections.abc import Callable

import numpy as np

from scribe_workers.stages.voices.arrays import Doubles, Ints

TICK_STEPS = 20_000
"""Steps between two signs of life, about 0.2 s of work."""


def likeliest_path(gains: Doubles, costs: Doubles, tick: Callable[[], None]) -> Ints:
    """The choice at each step, `(steps,)`, that gains most when entering step `i` with another choice costs `costs[i]`.

    Shapes: `gains` `(steps, choices)`, `costs` `(steps,)`. With total(i, c) the most that a path ending in c can gain:

        total(i, c) = gains(i, c) + max(total(i − 1, c), max over c' of total(i − 1, c') − costs(i))

    Source: Viterbi's algorithm; as every change costs the same at a step, only the best predecessor can be its source, and a
    step takes as many operations as there are choices, not their square.
    """
    steps, choices = gains.shape
    before = np.zeros((steps, choices), np.int16)
    stay = np.arange(choices, dtype=np.int16)
    total = gains[0].copy()
    for step in range(1, steps):
        best = int(total.argmax())
        changed = total[best] - costs[step]
        before[step] = np.where(total >= changed, stay, best)
        total = np.maximum(total, changed) + gains[step]
        if step % TICK_STEPS == 0:
            tick()
    path = np.empty(steps, np.int32)
    choice = int(total.argmax())
    for step in range(steps - 1, -1, -1):
        path[step] = choice
        choice = int(before[step, choice])
    return path
