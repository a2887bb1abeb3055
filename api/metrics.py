"""What a running server counts about itself, for Prometheus. No account, no unit, no id is ever a label."""

from prometheus_client import (
    CollectorRegistry,
    Counter,
    GCCollector,
    Histogram,
    ProcessCollector,
    generate_latest,
)

SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)


class Metrics:
    """Counters of one app."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        GCCollector(registry=self.registry)
        labels = ("method", "route", "status")
        self._requests = Counter("xuncha_requests", "Requests answered", labels, registry=self.registry)
        self._seconds = Histogram(
            "xuncha_request_seconds", "Seconds to answer", ("route",), buckets=SECONDS, registry=self.registry
        )
        self._known: dict[tuple[str, str, int], tuple[Counter, Histogram]] = {}

    def answered(self, method: str, route: str, status: int, seconds: float) -> None:
        key = (method, route, status)
        counters = self._known.get(key)
        if counters is None:
            counters = self._requests.labels(method, route, str(status)), self._seconds.labels(route)
            self._known[key] = counters
        counters[0].inc()
        counters[1].observe(seconds)

    def text(self) -> bytes:
        return generate_latest(self.registry)
