"""A provider without a model, for tests, evals and the demo: it says what it is told to say."""

from collections.abc import Callable, Sequence

from app.llm.port import Trouble
from app.llm.provider import End, Pieces, ProviderFailed, Question, Tokens, estimated

Said = str | BaseException | tuple[str, End]
"""A text, or how it fails, or a text and how it ends."""


class Scripted:
    """Answers in order, or as a function of the question. `seen` holds what was asked."""

    def __init__(
        self, answers: Sequence[Said] | Callable[[Question], Said], *, name: str = "scripted/model", chunk: int = 16
    ) -> None:
        self.name, self.gathers = name, False
        self.seen: list[Question] = []
        self.closed = False
        self._answers = answers
        self._chunk = chunk

    async def answer(self, question: Question) -> Pieces:
        self.seen.append(question)
        said = self._next(question)
        if isinstance(said, BaseException):
            raise said
        text, end = said if isinstance(said, tuple) else (said, End("stop", _counted(question, said)))
        for at in range(0, len(text), self._chunk):
            yield text[at : at + self._chunk]
        yield end

    async def close(self) -> None:
        self.closed = True

    def _next(self, question: Question) -> Said:
        if callable(self._answers):
            return self._answers(question)
        if len(self.seen) > len(self._answers):
            return ProviderFailed(Trouble.BROKEN, f"the script holds no answer {len(self.seen)}, to {question.name}")
        return self._answers[len(self.seen) - 1]


def _counted(question: Question, said: str) -> Tokens:
    return Tokens(estimated(sum(len(message.text) for message in question.messages)), 0, estimated(said))
