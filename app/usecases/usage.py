"""What the facilitators' work on a canvas took: calls, tokens, dollars, and how long people waited."""

from collections.abc import Sequence
from math import ceil

from app.store.records import UsageRecord
from app.usecases.parts import Parts
from app.usecases.views import UsageLine, UsageSums, UsageView

DECIMALS = 6  # of a dollar: the cheapest answers cost millionths


class Usage:
    def __init__(self, parts: Parts) -> None:
        self.parts = parts

    async def of(self, canvas: str) -> UsageView:
        """The sums of a canvas in all its rounds, by facilitator and prompt, and all together."""
        async with self.parts.database.read() as store:
            await store.snapshot(canvas)
            found = await store.usage(canvas)
        lines = tuple(UsageLine(each.facilitator, each.prompt, _sums([each])) for each in found)
        return UsageView(canvas, lines, _sums(found))


def _sums(found: Sequence[UsageRecord]) -> UsageSums:
    times = sorted(time for each in found for time in each.first_tokens)
    return UsageSums(
        works=sum(each.works for each in found),
        failed=sum(each.failed for each in found),
        stopped=sum(each.stopped for each in found),
        calls=sum(each.calls for each in found),
        tokens_in=sum(each.tokens_in for each in found),
        cached=sum(each.cached for each in found),
        tokens_out=sum(each.tokens_out for each in found),
        cost=round(sum(each.cost for each in found), DECIMALS),
        first_token_p50=_percentile(times, 0.50),
        first_token_p95=_percentile(times, 0.95),
    )


def _percentile(times: Sequence[float], share: float) -> float | None:
    """The smallest time that so many of them do not exceed; None without any."""
    return round(times[ceil(share * len(times)) - 1], 1) if times else None
