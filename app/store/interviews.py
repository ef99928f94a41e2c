"""How an interview stands: its state, and a talk for each box that was touched."""

from collections.abc import Mapping
from dataclasses import fields, replace

from sqlalchemy import Connection, bindparam, insert, select, update

from app.critic.finding import Finding
from app.interview.state import BoxTalk, Talk
from app.store import canvases, codec
from app.store.tables import INTERVIEW, TALK

_STATE = {each.name for each in fields(Talk)} - {"boxes", "findings"}
_ADD = insert(INTERVIEW)
_ADD_TALK = insert(TALK)
_SAVE_TALK = (
    update(TALK)
    .where(TALK.c.interview_id == bindparam("interview"), TALK.c.box == bindparam("of_box"))
    .values(body=bindparam("to"), version=TALK.c.version + 1)
)
_SAVE = (
    update(INTERVIEW)
    .where(INTERVIEW.c.id == bindparam("interview"))
    .values(state=bindparam("to"), version=INTERVIEW.c.version + 1)
)


def of_iteration(connection: Connection, canvas_id: str, iteration: int) -> Talk | None:
    """The talk of an iteration, without findings; None if it has no interview."""
    query = select(INTERVIEW).where(INTERVIEW.c.canvas_id == canvas_id, INTERVIEW.c.iteration == iteration)
    row = connection.execute(query).one_or_none()
    if row is None:
        return None
    talks = connection.execute(select(TALK.c.box, TALK.c.body).where(TALK.c.interview_id == row.id))
    boxes = {each.box: codec.BOX_TALK.load(each.body) for each in talks}
    return replace(codec.STATE.load(row.state), boxes=boxes)


def add(connection: Connection, canvas_id: str, talk: Talk) -> None:
    """Store the interview of a canvas's current iteration."""
    iteration = canvases.touch(connection, canvas_id)
    connection.execute(
        _ADD,
        {
            "id": talk.id,
            "canvas_id": canvas_id,
            "iteration": iteration,
            "state": codec.STATE.dump(codec.state_of(talk)),
            "version": 1,
        },
    )
    _save_boxes(connection, talk.id, {}, talk.boxes)


def save(connection: Connection, before: Talk, after: Talk) -> None:
    """Write what changed, except the findings."""
    _save_boxes(connection, before.id, before.boxes, after.boxes)
    if all(getattr(before, name) is getattr(after, name) for name in _STATE):
        return
    # Compared as JSON: the order of places has a meaning, which two equal dicts do not show.
    state = codec.STATE.dump(codec.state_of(after))
    if state != codec.STATE.dump(codec.state_of(before)):
        connection.execute(_SAVE, {"interview": before.id, "to": state})


def changed_findings(before: Talk, after: Talk) -> dict[str, Finding]:
    """Findings by id that a step changed or made."""
    changed: dict[str, Finding] = {}
    for box, findings in after.findings.items():
        old = before.findings.get(box, ())
        if findings is not old:
            known = {each.id: each for each in old}
            changed |= {each.id: each for each in findings if known.get(each.id) != each}
    return changed


def _save_boxes(
    connection: Connection, interview_id: str, before: Mapping[str, BoxTalk], after: Mapping[str, BoxTalk]
) -> None:
    new, known = [], []
    for box, talk in after.items():
        old = before.get(box)
        if old is None:
            new.append({"interview_id": interview_id, "box": box, "version": 1, "body": codec.BOX_TALK.dump(talk)})
        elif old is not talk and old != talk:
            known.append({"interview": interview_id, "of_box": box, "to": codec.BOX_TALK.dump(talk)})
    if new:
        connection.execute(_ADD_TALK, new)
    if known:
        connection.execute(_SAVE_TALK, known)
