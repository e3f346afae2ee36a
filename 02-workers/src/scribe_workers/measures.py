"""What a worker measures of its work, for whoever watches over it. Prometheus adds the workers up.

Labels are stages, presets, kinds and codes: all of them few, none of them anybody's.
"""

from collections.abc import Mapping
from pathlib import Path

from prometheus_client import Gauge, Histogram

from scribe_core.database.leases import Ended, Lease
from scribe_core.domain.run import Preset
from scribe_core.exposition import Ends, process_registry
from scribe_workers.memory_watch import Peak

WAITS = (1, 2, 5, 10, 30, 60, 120, 300, 600, 1800, 3600, 7200, 21600, 86400)
STAGES = (0.5, 1, 2, 5, 10, 30, 60, 120, 300, 600, 1200, 1800, 3600, 7200, 14400)
FACTORS = (0.01, 0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.75, 1, 1.5, 2, 3, 5)
"""Seconds of work for a second of recording: a card is below 0.05, two cores about 0.3 (benchmarks/README.md)."""


class Measures:
    """A worker's counts since it started. `registry` is what Prometheus reads."""

    def __init__(self, scratch: Path, wanted_bytes: int) -> None:
        self.registry = process_registry(scratch, wanted_bytes)
        self.ends = Ends(self.registry)
        self._waits = Histogram(
            "scribe_run_wait_seconds", "From when a run was asked for until it was begun.", ["kind"],
            buckets=WAITS, registry=self.registry,
        )  # fmt: skip
        self._stages = Histogram(
            "scribe_stage_seconds",
            "How long a stage took.",
            ["stage", "preset"],
            buckets=STAGES,
            registry=self.registry,
        )
        self._factors = Histogram(
            "scribe_real_time_factor", "Seconds from a run's begin to its end for a second of recording.", ["preset"],
            buckets=FACTORS, registry=self.registry,
        )  # fmt: skip
        self._peaks = Gauge(
            "scribe_stage_memory_peak_bytes",
            "Most memory seen in a stage since the start: of this process, and of the whole card where there is one.",
            ["stage", "memory"],
            registry=self.registry,
        )
        self._highest: dict[str, Peak] = {}

    def note_begin(self, lease: Lease) -> None:
        """A run was claimed; its wait counts the first time."""
        if lease.waited is not None:
            self._waits.labels(lease.kind).observe(lease.waited)

    def note_stages(self, preset: Preset, seconds: Mapping[str, float], peaks: Mapping[str, Peak]) -> None:
        """What the stages of an attempt took that were run, not read from memory."""
        for stage, took in seconds.items():
            self._stages.labels(stage, preset).observe(took)
        for stage, peak in peaks.items():
            self._highest[stage] = highest = self._highest.get(stage, Peak()).joined(peak)
            self._peaks.labels(stage, "process").set(highest.resident)
            if highest.card:
                self._peaks.labels(stage, "card").set(highest.card)

    def note_end(self, ended: Ended, preset: Preset) -> None:
        """A run ended; its speed counts where nothing was taken from an earlier run."""
        self.ends.note(ended.kind, ended.status, ended.code)
        if ended.factor is not None:
            self._factors.labels(preset).observe(ended.factor)
