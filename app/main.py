"""Joins the parts: the one place where a database, a facilitator and the channels are chosen."""

import asyncio
import datetime as dt
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from fastapi import FastAPI
from uuid_utils.compat import uuid7

from app.channels.api.routes import api
from app.config import Settings
from app.facilitator.builtin import Builtin
from app.facilitator.port import Facilitator
from app.store.database import Database
from app.usecases.parts import Limits, Parts
from app.usecases.product import Product, join

SWEEP = 1.0  # seconds between looks for turns that were cut off


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


def _id() -> str:
    return str(uuid7())


def _limits(settings: Settings) -> Limits:
    return Limits(
        reply=settings.max_reply,
        canvas=settings.max_canvas,
        turn_seconds=settings.turn_seconds,
        lease_seconds=settings.lease_seconds,
        keep_deleted_days=settings.keep_deleted_days,
    )


@asynccontextmanager
async def build(settings: Settings, *, facilitator: Facilitator | None = None) -> AsyncIterator[Product]:
    """The product on its database. Turns that were cut off are finished while it runs."""
    database = await Database.open(settings.database)
    parts = Parts(
        database=database,
        facilitator=facilitator or Builtin(),
        now=_now,
        ids=_id,
        owner=_id(),
        limits=_limits(settings),
    )
    product = join(parts)
    sweeper = asyncio.create_task(product.recovery.watch(every=SWEEP))
    try:
        yield product
    finally:
        sweeper.cancel()
        with suppress(asyncio.CancelledError):
            await sweeper
        await product.turns.worker.close()
        await database.close()


def create_app(settings: Settings | None = None, *, facilitator: Facilitator | None = None) -> FastAPI:
    """The HTTP service: the product behind its channels."""
    chosen = settings or Settings()

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with build(chosen, facilitator=facilitator) as product:
            app.state.product = product
            yield

    return api(
        lifespan,
        person=chosen.person,
        allowed_hosts=chosen.allowed_hosts,
        max_reply=chosen.max_reply,
        max_canvas=chosen.max_canvas,
    )
