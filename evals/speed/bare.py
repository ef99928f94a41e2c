"""What a start is held against: an app of FastAPI and SQLModel as anybody writes it, with one table, and one route
that reads one row.

`python -m evals.speed.bare PORT FILE`
"""

import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import uvicorn
from fastapi import FastAPI
from sqlmodel import Field, Session, SQLModel, create_engine, select

READY = "/row"


class Row(SQLModel, table=True):
    id: int | None = Field(default=None, primary_key=True)
    text: str


def create(file: str) -> FastAPI:
    engine = create_engine(f"sqlite:///{file}")

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        SQLModel.metadata.create_all(engine)
        with Session(engine) as session:
            session.add(Row(text="a row"))
            session.commit()
        yield

    app = FastAPI(lifespan=lifespan)

    @app.get(READY)
    def row() -> Row:
        with Session(engine) as session:
            return session.exec(select(Row)).one()

    return app


def main() -> None:
    port, file = sys.argv[1:3]
    uvicorn.run(create(file), host="127.0.0.1", port=int(port), ws="none", log_level="warning")


if __name__ == "__main__":
    main()
