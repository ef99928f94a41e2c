"""What a provider's error means to us: a table of statuses, and the few words that tell more than a status."""

import datetime as dt
import re
from collections.abc import Mapping
from email.utils import parsedate_to_datetime

from app.llm.port import Trouble
from app.llm.provider import ProviderFailed

LONGEST = 200  # characters of a provider's own words that we repeat
STATUSES = {
    401: (Trouble.REFUSED, False),
    402: (Trouble.REFUSED, False),
    403: (Trouble.REFUSED, False),
    404: (Trouble.UNKNOWN, False),
    408: (Trouble.SLOW, True),
    409: (Trouble.BUSY, True),
    413: (Trouble.TOO_LONG, False),
    429: (Trouble.BUSY, True),
    500: (Trouble.BROKEN, True),
    502: (Trouble.BROKEN, True),
    503: (Trouble.BUSY, True),
    504: (Trouble.SLOW, True),
    529: (Trouble.BUSY, True),
}
WRONG = {400, 422}  # the request is at fault, and only the words say how
WORDS = (  # the first that matches holds
    (re.compile(r"content.?(filter|policy|management)|safety system", re.I), Trouble.DECLINED),
    (
        re.compile(r"context.?(length|window)|too many tokens|prompt is too long|maximum context", re.I),
        Trouble.TOO_LONG,
    ),
    (re.compile(r"model.?(not.?found|does not exist)|invalid.?model|unknown model", re.I), Trouble.UNKNOWN),
    (re.compile(r"api.?key.?(not valid|invalid)|invalid.?api.?key", re.I), Trouble.REFUSED),
)
FORM = re.compile(r"response.?format|json.?schema|json.?object|json.?mode|structured|output.?format|\bschema\b", re.I)
SPENT = re.compile(r"insufficient.?(quota|credit|balance)|exceeded your current quota|credit balance", re.I)
KEYS = re.compile(r"\b(?:sk|pk|gsk|xai|key)[-_][-\w*]{4,}|\bAIza[-\w]{10,}|Bearer\s+\S+|//[^/\s@]+@", re.I)


def of_status(
    status: int, words: str, headers: Mapping[str, str], *, key: str = "", now: dt.datetime | None = None
) -> ProviderFailed:
    """The failure behind an answer with this status and these words. `headers` have lower-case names."""
    trouble, again = STATUSES.get(status, (Trouble.BROKEN, status >= 500))
    if status in WRONG:
        trouble = next((meant for pattern, meant in WORDS if pattern.search(words)), trouble)
    if status == 429 and SPENT.search(words):
        trouble, again = Trouble.REFUSED, False
    return ProviderFailed(
        trouble,
        f"status {status}" if trouble is Trouble.REFUSED else f"status {status}: {short(words, key=key)}",
        again=again,
        wait=wait(headers, now=now or dt.datetime.now(dt.UTC)) if again else None,
        status=status,
        formless=status in WRONG and bool(FORM.search(words)),
    )


def broken(error: BaseException) -> ProviderFailed:
    """The failure behind a connection that could not be made, or broke."""
    return ProviderFailed(Trouble.BROKEN, f"the connection failed ({type(error).__name__})", again=True)


def wait(headers: Mapping[str, str], *, now: dt.datetime) -> float | None:
    """How long the provider asks us to wait, in seconds; it says so in seconds or as a date."""
    value = headers.get("retry-after", "").strip()
    try:
        return max(0.0, float(value))
    except ValueError:
        pass
    try:
        then = parsedate_to_datetime(value)
    except ValueError:
        return None
    return max(0.0, (then.replace(tzinfo=then.tzinfo or dt.UTC) - now).total_seconds())


def short(words: str, *, key: str = "") -> str:
    """A provider's words, fit to be repeated: one line, not long, no key in them."""
    if key:
        words = words.replace(key, "…")
    line = " ".join(KEYS.sub("…", words).split())
    return line if len(line) <= LONGEST else f"{line[:LONGEST]}…"
