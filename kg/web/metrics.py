"""What the server counts, as Prometheus reads it.

Source:
    Prometheus text format 0.0.4, https://prometheus.io/docs/instrumenting/exposition_formats/
"""

from __future__ import annotations

from collections import Counter

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8"

_BUCKETS_S = (0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)


class Metrics:
    """Counts of requests, and how long they took.

    Attributes:
        direct: How many of them were answered without the application.
        lent: How many of these were answered by workers that have connections.
        gather: To be called before they are read, for who counts with delay.
    """

    def __init__(self) -> None:
        self.direct = self.lent = 0
        self.gather: Callable[[], object] = lambda: None
        self._requests: Counter[tuple[str, int]] = Counter()
        self._buckets: Counter[float] = Counter()
        self._total_s = 0.0
        self._count = 0

    def count(self, topic: str, status: int, took_s: float) -> None:
        """Count a request.

        Args:
            topic: First part of its path.
            status: HTTP status of the answer.
            took_s: Seconds until the answer was sent.
        """
        self._requests[topic, status] += 1
        self._total_s += took_s
        self._count += 1
        for bound in _BUCKETS_S:
            if took_s <= bound:
                self._buckets[bound] += 1
                return

    def write(self, gauges: dict[str, float], counters: dict[str, float]) -> bytes:
        """Write all counts.

        Args:
            gauges: Further values that go up and down, by name.
            counters: Further values that only go up, by name.

        Returns:
            The text.
        """
        lines = ["# TYPE kg_requests_total counter"]
        for (topic, status), count in sorted(self._requests.items()):
            lines.append(f'kg_requests_total{{topic="{topic}",status="{status}"}} {count}')
        lines.append("# TYPE kg_request_seconds histogram")
        below = 0
        for bound in _BUCKETS_S:
            below += self._buckets[bound]
            lines.append(f'kg_request_seconds_bucket{{le="{bound:g}"}} {below}')
        lines.append(f'kg_request_seconds_bucket{{le="+Inf"}} {self._count}')
        lines.append(f"kg_request_seconds_sum {self._total_s:.6f}")
        lines.append(f"kg_request_seconds_count {self._count}")
        for kind, values in (("gauge", gauges), ("counter", counters)):
            for name, value in values.items():
                lines += [f"# TYPE kg_{name} {kind}", f"kg_{name} {value:g}"]
        return ("\n".join(lines) + "\n").encode()
