"""The product and a bare endpoint in one process, on one database: what is measured, and what it is held against."""

import asyncio
import sys

import uvicorn
from fastapi import FastAPI, Request
from pydantic import BaseModel
from sqlalchemy import Column, Connection, Integer, MetaData, String, Table, insert
from starlette.types import ASGIApp, Receive, Scope, Send

from app.config import Settings
from app.main import create_app
from app.store.database import Database

ROW = Table("speed_row", MetaData(), Column("id", Integer, primary_key=True), Column("text", String))


class Words(BaseModel):
    text: str


def _add(connection: Connection, text: str) -> None:
    connection.execute(insert(ROW), {"text": text})


def _create(connection: Connection) -> None:
    ROW.create(connection, checkfirst=True)


def bare(product: FastAPI) -> FastAPI:
    """An endpoint that writes one row through the same engine and transaction, with one FULL commit."""
    app = FastAPI()

    @app.post("/bare")
    async def write(words: Words, request: Request) -> dict[str, str]:
        database: Database = product.state.product.turns.parts.database
        async with database.engine.transaction(write=True) as transaction:
            await transaction.run(_add, words.text)
        return {"text": words.text}

    @app.post("/prepare")
    async def prepare() -> dict[str, bool]:
        database: Database = product.state.product.turns.parts.database
        async with database.engine.transaction(write=True) as transaction:
            await transaction.run(_create)
        return {"ready": True}

    return app


def both(product: FastAPI) -> ASGIApp:
    baseline = bare(product)

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        chosen = baseline if scope["type"] == "http" and scope["path"] in ("/bare", "/prepare") else product
        await chosen(scope, receive, send)

    return app


def main() -> None:
    database, port = sys.argv[1], int(sys.argv[2])
    product = create_app(Settings(database=database, port=port))
    config = uvicorn.Config(both(product), host="127.0.0.1", port=port, log_level="warning", access_log=False)
    asyncio.run(uvicorn.Server(config).serve())


if __name__ == "__main__":
    main()
