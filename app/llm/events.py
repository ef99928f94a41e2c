"""The events of OpenAI's streams, read from bytes: what a turn of sixty pieces costs is decided here."""

from typing import Any

from pydantic_core import from_json

from app.llm.failures import of_status, short
from app.llm.port import Trouble
from app.llm.provider import End, ProviderFailed, Tokens

DONE = b"[DONE]"


class Events:
    """Takes bytes as they come and gives texts. Afterwards it knows how the answer ended.

    Whatever carries no text is passed over: comments, junk, tool calls, thoughts.
    """

    def __init__(self) -> None:
        self._rest = b""
        self._refusal = ""
        self._tokens: Tokens | None = None
        self.finish = ""
        self.started = False  # an event came that one could read
        self.done = False

    def feed(self, data: bytes) -> str:
        """The text in these bytes, which may begin and end in the middle of a line."""
        *lines, self._rest = (self._rest + data).split(b"\n")
        return "".join([self._text(line) for line in lines if line.startswith(b"data:")])

    def rest(self) -> str:
        """The text in a last line without an end."""
        return self.feed(b"\n")

    def end(self, text: str = "") -> End:
        return End(finish=self.finish, tokens=self._tokens, refusal=self._refusal, text=text)

    def _text(self, line: bytes) -> str:
        data = line[5:].strip()
        if data == DONE:
            self.started = self.done = True
            return ""
        try:
            event = from_json(data)
        except ValueError:
            return ""
        return self.take(event) if isinstance(event, dict) else ""

    def take(self, event: dict[str, Any]) -> str:
        """The text in one event, or in a whole answer that was not streamed."""
        if event.get("error"):
            raise failed(event["error"])
        if usage := event.get("usage"):
            self._tokens = tokens(usage) or self._tokens
        choices = event.get("choices")
        if not isinstance(choices, list):
            return ""
        self.started = True
        choice = choices[0] if choices else None
        if not isinstance(choice, dict):
            return ""
        if isinstance(finish := choice.get("finish_reason"), str):
            self.finish = finish
        said = choice.get("delta") or choice.get("message")
        if not isinstance(said, dict):
            return ""
        if isinstance(refusal := said.get("refusal"), str):
            self._refusal += refusal
        text = said.get("content")
        return text if isinstance(text, str) else ""


def failed(error: object) -> ProviderFailed:
    """An error that comes as an event, after the provider already said that all is well."""
    fields = error if isinstance(error, dict) else {"message": str(error)}
    code, words = fields.get("code"), f"{fields.get('code') or ''} {fields.get('message') or ''}".strip()
    if isinstance(code, int) and code >= 400:
        return of_status(code, words, {})
    return ProviderFailed(Trouble.BROKEN, f"an error in the stream: {short(words)}", again=True)


def tokens(usage: object) -> Tokens | None:
    """What the provider counted, if it did."""
    if not isinstance(usage, dict):
        return None
    read, written = usage.get("prompt_tokens"), usage.get("completion_tokens")
    if not isinstance(read, int) or not isinstance(written, int):
        return None
    details = usage.get("prompt_tokens_details")
    cached = details.get("cached_tokens") if isinstance(details, dict) else 0
    return Tokens(read=read, cached=cached if isinstance(cached, int) else 0, written=written)
