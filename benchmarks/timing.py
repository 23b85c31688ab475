"""Measuring: medians over many runs after a warm-up, and the number of queries."""

import math
import statistics
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

SLOW_S = 0.5


@dataclass(frozen=True)
class Measure:
    """One figure: what was timed, how often, on what; `aim_ms` is what the house promises, if anything."""

    name: str
    size: int
    runs: int
    warm_up: int
    median_ms: float
    p95_ms: float
    best_ms: float
    cpu_ms: float
    """Median processor time of this very process: what the machine's other work does not change."""
    queries: int | None = None
    aim_ms: float | None = None
    aim_queries: int | None = None
    note: str = ""

    @property
    def met(self) -> bool | None:
        """Whether the aims are met; None without any."""
        if self.aim_ms is None:
            return None
        few = self.aim_queries is None or (self.queries or 0) <= self.aim_queries
        return self.median_ms <= self.aim_ms and few

    def told(self) -> dict[str, Any]:
        """As JSON."""
        return {"database": connection.vendor, **asdict(self), "met": self.met}


def timed(
    name: str, size: int, what: Callable[[], object], *, runs: int, warm_up: int = 5, count: bool = True, **more: Any
) -> Measure:
    """Run `what` so many times after the warm-up; queries are counted once, apart, so as not to weigh on the times.

    What takes over half a second is run five times after one.
    """
    for rank in range(warm_up):
        start = time.perf_counter()
        what()
        if rank == 0 and time.perf_counter() - start > SLOW_S:
            runs, warm_up = min(runs, 5), 1
            break
    queries = None
    if count:
        with CaptureQueriesContext(connection) as captured:
            what()
        queries = len(captured)
    spent, busy = [], []
    for _ in range(runs):
        start, worked = time.perf_counter(), time.process_time()
        what()
        busy.append((time.process_time() - worked) * 1000)
        spent.append((time.perf_counter() - start) * 1000)
    spent.sort()
    return Measure(
        name=name,
        size=size,
        runs=runs,
        warm_up=warm_up,
        median_ms=round(statistics.median(spent), 2),
        p95_ms=round(spent[math.ceil(0.95 * len(spent)) - 1], 2),
        best_ms=round(spent[0], 2),
        cpu_ms=round(statistics.median(busy), 2),
        queries=queries,
        **more,
    )
