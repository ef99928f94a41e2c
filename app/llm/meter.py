"""What one question takes, summed over all the requests that it needs."""

from collections.abc import Callable

from app.llm.port import Usage
from app.llm.prices import Prices
from app.llm.provider import Question, Tokens, estimated


class Meter:
    """Starts with the first request. A request that was taken up counts, even if no answer came of it."""

    def __init__(self, name: str, *, prices: Prices | None, clock: Callable[[], float]) -> None:
        self._name = name
        self._prices = prices
        self._clock = clock
        self._began = 0.0
        self._first = 0.0
        self._asked = 0
        self._taken = False
        self._calls = 0
        self._spent = Tokens()
        self._cost = 0.0

    def asks(self, question: Question) -> None:
        if not self._calls:
            self._began = self._clock()
        self._calls += 1
        self._taken = False
        self._asked = sum(len(message.text) for message in question.messages)

    def came(self, piece: str) -> None:
        self._taken = True
        if piece and not self._first:
            self._first = self._since()

    def hung_up(self) -> None:
        """We wait no longer. Whoever was asked may have read it all by then, and bill it, although nothing came."""
        self._taken = True

    def ended(self, tokens: Tokens | None, written: int) -> None:
        """The request is over: with what the provider counted, else with what `written` characters come to."""
        if tokens is None:
            tokens = Tokens(estimated(self._asked), 0, estimated(written)) if self._taken else Tokens()
        spent = self._spent
        self._spent = Tokens(spent.read + tokens.read, spent.cached + tokens.cached, spent.written + tokens.written)
        self._cost += self._prices.cost(tokens) if self._prices else 0.0

    def usage(self) -> Usage:
        return Usage(
            model=self._name,
            calls=self._calls,
            tokens_in=self._spent.read,
            cached=self._spent.cached,
            tokens_out=self._spent.written,
            cost=self._cost,
            first_token=self._first,
            milliseconds=self._since() if self._calls else 0.0,
        )

    def _since(self) -> float:
        return (self._clock() - self._began) * 1000
