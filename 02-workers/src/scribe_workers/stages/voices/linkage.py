"""Average linkage: which groups merge, at what distance, and which group everything is in after so many merges."""

from dataclasses import dataclass

import numpy as np

from scribe_workers.stages.voices.arrays import Doubles, Floats, Ints


@dataclass(frozen=True, slots=True)
class Merges:
    """A history of merges: `pairs` `(merges, 2)`, the second group joining the first, and their `heights` `(merges,)`."""

    pairs: Ints
    heights: Floats

    def __len__(self) -> int:
        return len(self.heights)

    def labels(self, groups: int, merges: int) -> Ints:
        """Which group, numbered from 0, each of the first groups ends in after so many merges, `(groups,)`."""
        joined = np.arange(groups)
        joined[self.pairs[:merges, 1]] = self.pairs[:merges, 0]
        # A group that was joined may have joined another later: follow until nothing moves.
        while not np.array_equal(joined, followed := joined[joined]):
            joined = followed
        return np.unique(joined, return_inverse=True)[1].astype(np.int32)


def average_linkage(distances: Floats, sizes: Doubles, stop: float, most: int | None = None) -> Merges:
    """Merge the two nearest groups again and again until they are further apart than `stop` and no more than `most` are left.

    `distances` `(groups, groups)` are mean distances between the members of groups with `sizes` `(groups,)` members.
    Source: Müllner, "Modern hierarchical, agglomerative clustering algorithms", arXiv 1109.2378, section 3.3: every
    group remembers its nearest, so a merge costs a few rows.
    """
    between = distances.astype(np.float32, copy=True)
    np.fill_diagonal(between, np.inf)
    weight = sizes.astype(np.float64, copy=True)
    nearest = between.argmin(1)  # (groups,)
    nearest_at = between[np.arange(len(between)), nearest]
    pairs: list[tuple[int, int]] = []
    heights: list[float] = []
    most = len(between) if most is None else most
    for left in range(len(between), 1, -1):
        first = int(nearest_at.argmin())
        second = int(nearest[first])
        height = float(nearest_at[first])
        if height > stop and left <= most:
            break
        kept, gone = min(first, second), max(first, second)
        share = weight[kept] / (weight[kept] + weight[gone])
        row = share * between[kept] + (1.0 - share) * between[gone]  # (groups,)
        row[[kept, gone]] = np.inf
        between[kept] = between[:, kept] = row
        between[gone] = between[:, gone] = np.inf
        weight[kept] += weight[gone]
        nearest_at[gone] = np.inf
        # Only groups whose nearest was one of the two can have a new nearest: a mean is never below both its parts.
        for stale in np.flatnonzero(np.isfinite(nearest_at) & ((nearest == kept) | (nearest == gone))):
            nearest[stale] = between[stale].argmin()
            nearest_at[stale] = between[stale, nearest[stale]]
        nearest[kept] = row.argmin()
        nearest_at[kept] = row[nearest[kept]]
        pairs.append((kept, gone))
        heights.append(height)
    # Heights rise but for rounding.
    return Merges(np.array(pairs, np.int32).reshape(-1, 2), np.maximum.accumulate(np.array(heights, np.float32)))
