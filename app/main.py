"""Joins the parts: the one place where a database, a facilitator and the channels are chosen."""

import asyncio
import datetime as dt
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from importlib import import_module
from typing import TYPE_CHECKING

from fastapi import FastAPI
from pydantic import SecretStr
from starlette.responses import Response
from starlette.types import Scope
from uuid_utils.compat import uuid7

from app.channels.api.problems import of_refusal
from app.channels.api.routes import api, most as most_for_programs
from app.channels.errors import Refused
from app.channels.guard import Guard, path_of
from app.channels.prefix import Prefixed
from app.channels.web import site
from app.channels.web.site import Site, is_other, most as most_for_people, refusal
from app.config import Settings
from app.errors import Invalid
from app.store.database import Database
from app.usecases.parts import Limits, Parts
from app.usecases.product import Product

if TYPE_CHECKING:
    from app.facilitator.port import Facilitator
    from app.llm.asking import Asking
    from app.llm.port import Model
    from app.usecases.looking import Looking

# Imported when the product is first used, or soon after the start: with what they import, a third of the time to start.
LATER = ("app.usecases.joined", "app.facilitator.builtin", "app.facilitator.model")
FIRST = 0.2  # seconds for the first answer, before the rest is imported and the rules read their data beside it
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
        canvas_dollars=settings.canvas_dollars,
        day_dollars=settings.day_dollars,
    )


def open_models(settings: Settings) -> "tuple[Asking, ...]":
    """The model that talks and the one that looks at drafts, which may be the same; none if none is set."""
    if not settings.model:
        return ()
    drafter = _opened(settings, settings.model, settings.model_url, settings.model_key, settings.model_prices)
    if not settings.critic:
        return drafter, drafter
    critic = _opened(settings, settings.critic, settings.critic_url, settings.critic_key, settings.critic_prices)
    return drafter, critic


def _opened(settings: Settings, spec: str, url: str, key: SecretStr, costs: str) -> "Asking":
    from app.llm.opening import open_model  # only who has a model waits for what asks it
    from app.llm.prices import prices

    limited = settings.canvas_dollars is not None or settings.day_dollars is not None
    if limited and prices(spec, costs) is None:
        raise Invalid(
            f"Nobody knows what “{spec}” costs, so its cost cannot be limited.",
            advice="Set its prices (…_PRICES), or take the limits away.",
        )
    return open_model(
        spec,
        url=url,
        key=key.get_secret_value(),
        prices=costs,
        seconds=settings.model_seconds,
        record=settings.record,
    )


@asynccontextmanager
async def build(settings: Settings, *, facilitator: "Facilitator | None" = None) -> AsyncIterator[Product]:
    """The product on its database. Turns that were cut off are finished while it runs."""
    database = await Database.open(settings.database)
    models = open_models(settings)
    product = Product(lambda: _parts(settings, database, facilitator, models))
    sweeper = asyncio.create_task(_sweep(product))
    try:
        yield product
    finally:
        sweeper.cancel()
        with suppress(asyncio.CancelledError):
            await sweeper
        await product.close()
        for model in dict.fromkeys(models):
            await model.close()
        await database.close()


def _parts(
    settings: Settings, database: Database, facilitator: "Facilitator | None", models: "tuple[Asking, ...]"
) -> Parts:
    from app.facilitator.builtin import Builtin
    from app.facilitator.model import Modelled

    builtin = Builtin()
    modelled = Modelled(*models) if models else None
    return Parts(
        database=database,
        facilitator=facilitator or modelled or builtin,
        fallback=builtin if isinstance(facilitator or modelled, Modelled) else None,
        now=_now,
        ids=_id,
        owner=_id(),
        limits=_limits(settings),
    )


def _models_of(facilitator: "Facilitator") -> "set[Model]":
    from app.facilitator.model import Modelled

    return {facilitator.drafter, facilitator.critic} if isinstance(facilitator, Modelled) else set()


def _import_rest() -> None:
    for each in LATER:
        import_module(each)


async def _sweep(product: Product) -> None:
    await asyncio.sleep(FIRST)
    await asyncio.to_thread(_import_rest)
    await product.recovery.watch(every=SWEEP)


@asynccontextmanager
async def looking(settings: Settings) -> "AsyncIterator[Looking | None]":
    """The model that looks at boxes which nobody stored; None if none is set."""
    from app.facilitator.model import Modelled
    from app.usecases.looking import Looking

    models = open_models(settings)
    try:
        yield Looking(Modelled(*models), settings.turn_seconds) if models else None
    finally:
        for model in dict.fromkeys(models):
            await model.close()


async def _warm_rules(product: Product) -> None:
    await asyncio.to_thread(site.warm)
    await asyncio.to_thread(product.checks.warm)


async def _warm(product: Product, warmed: Callable[[], None]) -> None:
    """Read the critic's data and import what models need beside the first requests, so that no reply waits for it."""
    await asyncio.sleep(FIRST)
    await asyncio.to_thread(_import_rest)
    models = (each.warm() for each in _models_of(product.parts.facilitator))
    await asyncio.gather(_warm_rules(product), *models, return_exceptions=True)
    warmed()


@asynccontextmanager
async def _warming(product: Product, warmed: Callable[[], None]) -> AsyncIterator[None]:
    warming = asyncio.create_task(_warm(product, warmed))
    try:
        yield
    finally:
        warming.cancel()
        await asyncio.gather(warming, return_exceptions=True)


def create_app(
    settings: Settings | None = None,
    *,
    facilitator: "Facilitator | None" = None,
    warmed: Callable[[], None] = lambda: None,
) -> FastAPI:
    """The HTTP service: the product behind its channels. `warmed` is called once nothing is left to import."""
    chosen = settings or Settings()

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with build(chosen, facilitator=facilitator) as product, _warming(product, warmed):
            app.state.product = product
            yield

    app = api(lifespan, person=chosen.person)
    app.router.routes.append(Site())
    app.add_middleware(Guard, hosts=chosen.allowed_hosts, most=_most(chosen), refused=_refused)
    app.add_middleware(Prefixed, prefix=chosen.prefix)
    return app


def _most(settings: Settings) -> Callable[[str], int]:
    """How many bytes a body may have, by path."""
    for_programs = most_for_programs(max_reply=settings.max_reply, max_canvas=settings.max_canvas)
    for_people = most_for_people(max_reply=settings.max_reply, max_canvas=settings.max_canvas)
    return lambda path: (for_programs if is_other(path) else for_people)(path)


def _refused(scope: Scope, refused: Refused) -> Response:
    return of_refusal(refused) if is_other(path_of(scope)) else refusal(scope, refused)
