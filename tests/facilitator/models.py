"""A language model without a network, for the facilitator that talks with one: it says what a test tells it to."""

import json
from collections.abc import Callable, Mapping
from typing import Any

from pydantic_core import from_json

from app.facilitator.model import Modelled
from app.facilitator.port import Delta, Job
from app.interview.effects import Heard
from app.llm.port import ModelFailed, Peek, Prompt, Reply, Show, T, Tally, Trouble, Usage

Form = Mapping[str, Any]
Answer = Form | str | Exception
STEP = 3  # characters that come at a time


def failure(message: str = "The model gave no answer in time.", *, cost: float = 0.0) -> ModelFailed:
    return ModelFailed(
        message, advice="Try again.", trouble=Trouble.SLOW, usage=Usage(model="fake", calls=2, tokens_in=70, cost=cost)
    )


class FakeModel:
    """Gives its answers in order, the last one again and again. A form is a dict, plain text a string.

    `prompts` are those that it saw, `complaints` what the checks said of its answers. An answer that a check
    complains of is followed by the next one, two more at most, and each of them is peeked at from its beginning.
    """

    def __init__(self, *answers: Answer, name: str = "fake/talker", usage: Usage | None = None) -> None:
        self.name = name
        self.usage = usage or Usage(model=name, calls=1, tokens_in=10, cached=6, tokens_out=5, cost=0.25)
        self.prompts: list[Prompt] = []
        self.complaints: list[str] = []
        self._answers = list(answers)

    async def warm(self) -> None:
        """There is nothing to do."""

    async def stream(self, prompt: Prompt, show: Show | None = None, *, tally: Tally | None = None) -> Reply[str]:
        answer = self._counted(prompt, tally)
        assert isinstance(answer, str)
        for at in range(0, len(answer), STEP):
            if show:
                show(answer[at : at + STEP])
        return Reply(answer, self.usage)

    async def parse(
        self,
        prompt: Prompt,
        into: type[T],
        peek: Peek | None = None,
        check: Callable[[T], str] | None = None,
        *,
        tally: Tally | None = None,
    ) -> Reply[T]:
        for _ in range(3):
            answer = self._counted(prompt, tally)
            assert isinstance(answer, Mapping)
            if peek:
                _grow(answer, peek)
            form = into.model_validate(answer)
            complaint = check(form) if check else ""
            if not complaint:
                break
            self.complaints.append(complaint)
        return Reply(form, self.usage)

    @property
    def system(self) -> str:
        """The rules of the last prompt."""
        return self.prompts[-1].messages[0].text

    @property
    def user(self) -> str:
        """What the last prompt says of the situation."""
        return self.prompts[-1].messages[-1].text

    def _counted(self, prompt: Prompt, tally: Tally | None) -> Answer:
        """The next answer, with what it took; an error that nobody expects comes before anything was."""
        took = Usage()
        if tally is not None:
            tally.begin(self.name, prompt, lambda: took)
        try:
            answer = self._next(prompt)
        except ModelFailed as failed:
            took = failed.usage
            raise
        took = self.usage
        return answer

    def _next(self, prompt: Prompt) -> Answer:
        self.prompts.append(prompt)
        answer = self._answers.pop(0) if len(self._answers) > 1 else self._answers[0]
        if isinstance(answer, Exception):
            raise answer
        return answer


class Desk(FakeModel):
    """Gives each prompt the answer that lies under its name; a test may put another there at any time."""

    def __init__(self, **answers: Answer) -> None:
        super().__init__()
        self.answers = answers

    def _next(self, prompt: Prompt) -> Answer:
        self.prompts.append(prompt)
        answer = self.answers[prompt.name]
        if isinstance(answer, Exception):
            raise answer
        return answer


def _grow(form: Form, peek: Peek) -> None:
    """The form as it comes, its last text unfinished."""
    text = json.dumps(form, ensure_ascii=False)
    for end in range(STEP, len(text) + STEP, STEP):
        peek(from_json(text[:end], allow_partial="trailing-strings"))


def modelled(*answers: Answer) -> tuple[Modelled, FakeModel]:
    """A facilitator and the one model that it asks for everything."""
    model = FakeModel(*answers)
    return Modelled(model, model), model


def unseen(delta: Delta) -> None:
    """For tests in which nobody watches."""


async def hears(given: Job, form: Form) -> Heard:
    """What a facilitator understands when its model fills in this form."""
    return (await modelled(form)[0].listen(given, unseen))[0]


def add(text: str, *sources: str, **more: Any) -> dict[str, Any]:
    return {"do": "add", "text": text, "sources": list(sources), **more}


def swap(sentence: str, text: str, *sources: str, **more: Any) -> dict[str, Any]:
    return {"do": "replace", "sentence": sentence, "text": text, "sources": list(sources), **more}
