"""The words of the API page that no schema holds: how to start, and what every request shares."""

from collections.abc import Mapping
from typing import Any

from app.channels.api.markup import Html, el, joined, prose, table
from app.channels.api.openapi import EXAMPLE
from app.channels.api.shapes import code

ADDRESS = "http://address.invalid"  # takes the place of the address that the page is read at

START = f"""\
# 0. Where the service is, and that bodies are JSON.
API={ADDRESS}/api/v1
JSON='Content-Type: application/json'

# 1. Begin a canvas. The answer has its "id" and the id of its "interview".
curl -X POST $API/canvases -H "$JSON" -d '{{"product_name": "Vial inspection"}}'

# 2. Tell the story. The answer has the events, and where you are now.
curl -X POST $API/interviews/INTERVIEW/moves -H "$JSON" \\
  -d '{{"move": "say", "text": "We look for flaws in vials."}}'

# 3. In a second window: watch what happens.
curl -N $API/interviews/INTERVIEW/events -H 'Accept: text/event-stream'

# 4. Take it all away in one file.
curl $API/canvases/CANVAS/export.md
"""

SHARED = (
    (
        "Who you are",
        "`Facilitator-Person` names the person: `Mette`, or `Zo%C3%AB` (percent-encoded UTF-8). A name stands for one "
        "person, who has a place of their own in the interview. Without it, the person in the settings is meant.",
    ),
    (
        "Bodies",
        "JSON in UTF-8 with `Content-Type: application/json`. An unknown field, or a value of another type "
        '(`"1"` for `1`), is refused with a list of what is wrong.',
    ),
    (
        "Sending again",
        "Give a move an `Idempotency-Key`. Sent again under the same key, it joins the turn that runs, or gives its "
        "events again (`repeated` is true); another body under that key is refused.",
    ),
    (
        "Lists",
        '`{"items": […], "next": "…"}`: send `next` as `after` for the page that follows. `limit` is 50 unless '
        "you say otherwise, at most 200.",
    ),
    (
        "Numbers",
        "Answers, drafts and events are numbered. `accept`, `edit`, `clear` and `restore` name the number that you "
        "saw; if somebody was faster you get both texts, and nothing is lost.",
    ),
    (
        "Limits",
        "A reply has 20,000 characters, a canvas 500,000, unless the service was set otherwise. Over a limit you get "
        "413, and nothing was changed.",
    ),
    (
        "This machine only",
        "Requests must be sent to 127.0.0.1 or localhost, or a host that was allowed, and never by another origin's "
        "page: `Host`, `Origin` and `Sec-Fetch-Site` are checked.",
    ),
)

FOLLOW = """\
Ask for `text/event-stream` to get events while they happen. Each stored event comes with its number as `id`, its \
type as `event`, and an EventView as `data`. Text on its way comes as `delta` without an id: show it, and drop it \
when the event that holds the whole arrives. After a broken connection send the last id as `Last-Event-ID`, or as \
`after`: nothing is missed and nothing comes twice."""

STREAM = """\
id: 12
event: words
data: {"number": 12, "at": "2026-11-30T09:00:00Z", "by": "Mette", "turn": "0199…", "event": {"type": "words", "box": "value-proposition", "text": "…"}}

event: delta
data: {"box": "value-proposition", "turn": "0199…", "part": "lead", "text": "Since a flawed vial"}

id: 13
event: draft
data: {"number": 13, "at": "2026-11-30T09:00:01Z", "by": null, "turn": "0199…", "event": {"type": "draft", "box": "value-proposition", "draft": 2}}
"""  # noqa: E501 - as it comes over the wire


def opening(document: Mapping[str, Any]) -> Html:
    info = document["info"]
    start = el("section", el("h2", "Start here"), code(START), id="start")
    rules = table(("What", "How"), ((el("strong", name), prose(text)) for name, text in SHARED))
    shared = el("section", el("h2", "Every request"), rules, id="every-request")
    source = el(
        "p", "For programs: ", el("a", "openapi.json", href="api/openapi.json"), f", version {info['version']}."
    )
    return joined([el("h1", info["title"]), prose(info["description"]), source, start, shared])


def streams() -> Html:
    return joined([prose(FOLLOW), code(STREAM)])


def problems() -> Html:
    words = (
        "What goes wrong comes as `application/problem+json` (RFC 9457): `type` never changes, `detail` says what "
        "happened, `advice` what to do."
    )
    return joined([prose(words), code(EXAMPLE)])
