"""Who people are: one row a name."""

from collections.abc import Collection

from sqlalchemy import Connection, select, union

from app.store.codec import storable
from app.store.insert import insert
from app.store.tables import ANSWER, CANVAS, ITERATION, PERSON, SHEET, TURN


def get_or_add(connection: Connection, name: str, new_id: str) -> str:
    """The id of the person of that name, `new_id` if there was none.

    Two who add the same name at once get the same id: the second waits for the first, adds nothing, and
    reads what the first one wrote.
    """
    query = select(PERSON.c.id).where(PERSON.c.name == storable(name))
    id = connection.execute(query).scalar()
    if id is None:
        connection.execute(
            insert(connection, PERSON).on_conflict_do_nothing(index_elements=["name"]),
            {"id": new_id, "name": name},
        )
        id = connection.execute(query).scalar_one()
    return str(id)


def names(connection: Connection, ids: Collection[str]) -> dict[str, str]:
    """Names by id; an unknown id is left out."""
    rows = connection.execute(select(PERSON.c.id, PERSON.c.name).where(PERSON.c.id.in_(ids)))
    return {row.id: row.name for row in rows}


def named(connection: Connection, names: Collection[str]) -> dict[str, str]:
    """Ids by name; an unknown name is left out."""
    rows = connection.execute(select(PERSON.c.name, PERSON.c.id).where(PERSON.c.name.in_(names)))
    return {row.name: row.id for row in rows}


def on_canvas(connection: Connection, canvas_id: str) -> dict[str, str]:
    """Names by id of everyone who said, wrote or started something on a canvas."""
    traces = union(
        select(CANVAS.c.created_by).where(CANVAS.c.id == canvas_id),
        *(
            select(column).where(column.table.c.canvas_id == canvas_id)
            for column in (ITERATION.c.started_by, SHEET.c.by, ANSWER.c.by, TURN.c.by, TURN.c.speaker)
        ),
    )
    rows = connection.execute(select(PERSON.c.id, PERSON.c.name).where(PERSON.c.id.in_(traces)))
    return {row.id: row.name for row in rows}
