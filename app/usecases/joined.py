"""The use cases, joined. To import them is to import the rules, the documents and the interview."""

from dataclasses import dataclass

from app.usecases.canvases import Canvases
from app.usecases.checks import Checks
from app.usecases.exports import Exports
from app.usecases.histories import Histories
from app.usecases.imports import Imports
from app.usecases.parts import Parts
from app.usecases.recovery import Recovery
from app.usecases.reviews import Reviews
from app.usecases.screenings import Screenings
from app.usecases.threads import Threads
from app.usecases.turns import Turns
from app.usecases.usage import Usage


@dataclass(frozen=True)
class UseCases:
    canvases: Canvases
    turns: Turns
    histories: Histories
    exports: Exports
    imports: Imports
    recovery: Recovery
    usage: Usage
    screenings: Screenings
    checks: Checks
    reviews: Reviews


def join_all(parts: Parts) -> UseCases:
    turns = Turns(parts)
    recovery = Recovery(parts, turns)
    canvases = Canvases(parts, turns, recovery)
    spending, threads = turns.worker.spending, Threads()
    return UseCases(
        canvases,
        turns,
        Histories(parts),
        Exports(parts),
        Imports(parts, turns),
        recovery,
        Usage(parts),
        Screenings(parts),
        Checks(parts, spending, threads),
        Reviews(parts, spending, threads),
    )
