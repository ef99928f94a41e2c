"""The first word of a streamed turn, and its cost: the service beside bare pass-throughs, in one run."""

import json
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict
from itertools import repeat
from pathlib import Path

from evals.speed import baselines
from evals.speed.client import Client, wait
from evals.speed.figures import Figure, percentile
from evals.speed.line import request
from evals.speed.load import HEADER, Cell, Seat, System, measure
from evals.speed.paced import CHUNKS, FIRST, GAP, MARK, Answer, script
from evals.speed.processes import Server, cores, free_port, pinned, product, running
from evals.speed.turns import STORY

PEOPLE = (1, 50, 200)
OURS = "facilitator"
READY = "/api/v1/templates"
ROUNDS = 4  # turns in a box before its draft is looked at, which would be a second call
SAID = "Inspectors look at every vial by eye today, and each vial takes them four seconds."
WORDS = Answer(f"{MARK} comes first. " + "Then come words that say nothing, and say it at length. " * 10)
FORM = Answer(
    pick=r"they come: (\d)(?:, (\d))?",
    text=json.dumps(
        {
            "kind": "answer",
            "next": {"question": "%2", "lead": f"{MARK} is what every vial is looked at for:", "translation": ""},
            "reply": "",
            "command": "none",
            "changes": [{"do": "add", "sentence": "", "text": f"{SAID} (%1)", "sources": ["T1"], "question": "%1"}],
            "coverage": [{"question": "%1", "state": "full", "words": "every vial by eye"}],
            "left_open": [],
            "disagreements": [],
            "elsewhere": [],
            "passages": [],  # of the opening story, whose form has nothing else
        }
    )
    .replace('"%1"', "%1")
    .replace('"%2"', "%2"),
)
LEGEND = f"""\
A streamed turn. A fake model sends {CHUNKS} chunks, the first after {FIRST} ms, then one every {GAP} ms. The server has
a core of its own; load and model share another. Each of so many people waits for a turn to end, then begins the next.
facilitator: `facilitator serve` with a model, every turn kept by two durable commits; pace thorough, so that no
turn needs a review (a second call). The others pass words through: no interview; durable keeps them in two durable
commits (one writer, those that wait share a commit), the rest nothing.
ask: from the request until the model has it. word: from the departure of the chunk with the first word that people
see until it arrives. sum: both, which is what the server adds. turn: what it adds until the turn's end. n: turns.
CPU: the server's for a turn, in the window. MB: the most it ever had. load, fake: shares of their core; over 80 %
together they blur the times.
Goals at 200 people: sum p50 5 ms and p95 15 ms, CPU 4 ms, 100 MB."""


def _seats(system: System, people: int) -> list[Seat]:
    if system.name != OURS:
        return [Seat(repeat(request("/turn", {"text": SAID}))) for _ in range(people)]
    client = Client(system.server.port)
    return [_seat(client) for _ in range(people)]


def _seat(client: Client) -> Seat:
    """A canvas of one's own, so that nothing waits for another turn; its boxes in turn."""
    canvas, _ = client.post("/api/v1/canvases", {"product_name": "Vial inspection"})
    client.post(f"/api/v1/canvases/{canvas['id']}/interviews", {"pace": "thorough"})
    moves = f"/api/v1/interviews/{canvas['interview']}/moves"
    boxes = [each["id"] for each in canvas["boxes"]] * ROUNDS
    turns = (request(moves, {"move": "say", "box": box, "text": SAID}) for box in boxes)
    return Seat(turns, opening=request(moves, {"move": "say", "text": STORY}))


@contextmanager
def _fake(answer: Answer, core: int) -> Iterator[Server]:
    port = free_port()
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "answer.json"
        file.write_text(json.dumps(asdict(answer)))
        command = [sys.executable, "-m", "evals.speed.paced", str(port), str(file)]
        with running(command, port=port, core=core) as server:
            wait(server, "/")
            yield server


def _url(fake: Server) -> str:
    return f"http://127.0.0.1:{fake.port}/v1"


@contextmanager
def _baseline(kind: str, fake: Server, core: int) -> Iterator[System]:
    port = free_port()
    command = [sys.executable, "-m", "evals.speed.baselines", kind, str(port), _url(fake)]
    with running(command, port=port, core=core, settings=baselines.SETTINGS) as server:
        wait(server, "/ready")
        yield System(kind, server, fake, FIRST)


@contextmanager
def _ours(fake: Server, core: int) -> Iterator[System]:
    model = {"MODEL": "openai/fake", "MODEL_URL": _url(fake), "MODEL_KEY": "x"}
    with product(core=core, settings={f"FACILITATOR_{name}": value for name, value in model.items()}) as server:
        wait(server, READY)
        yield System(OURS, server, fake, FIRST + GAP * script(FORM.text).marked)


def run(seconds: float, *, people: Sequence[int] = PEOPLE, kinds: Sequence[str] = tuple(baselines.KINDS)) -> list[Cell]:
    """All cells, level by level, so that a slow minute of the machine hits all systems. All servers run throughout."""
    server_core, load_core = cores()
    with ExitStack() as stack:
        stack.enter_context(pinned(load_core))
        words, form = (stack.enter_context(_fake(answer, load_core)) for answer in (WORDS, FORM))
        systems = [stack.enter_context(_ours(form, server_core))]
        systems += [stack.enter_context(_baseline(kind, words, server_core)) for kind in kinds]
        return [_cell(system, count, seconds) for count in people for system in systems]


def _cell(system: System, people: int, seconds: float) -> Cell:
    calls = Client(system.fake.port)
    seats = _seats(system, people)
    before = calls.get("/")["calls"]
    cell = measure(system, seats, seconds)
    made = calls.get("/")["calls"] - before
    wanted = cell.asked + sum(1 for each in seats if each.opening)
    if made != wanted and not cell.wrong:
        sys.stderr.write(f"{system.name}, {people} people: {made} calls of the model for {wanted} turns.\n")
    return cell


def report(seconds: float, *, kinds: Sequence[str] = tuple(baselines.KINDS)) -> tuple[str, list[Figure]]:
    cells = run(seconds, kinds=kinds)
    preamble = FORM.text.partition(MARK)[0]
    before = (
        f"Of facilitator's answer {script(FORM.text).marked} of {CHUNKS} chunks ({len(preamble)} characters, about "
        f"{len(preamble) // 4} tokens) come before the first word that people see; the others have none."
    )
    wrong = sorted({f"{each.system}: {text}" for each in cells for text in each.wrong[:1]})
    rows = [LEGEND, before, "", HEADER, *(each.row() for each in cells), "", *wrong, *_beside(cells)]
    return "\n".join(rows), _figures(cells)


def _beside(cells: Sequence[Cell]) -> Iterator[str]:
    """The service beside each pass-through, at the same number of people."""
    for people in PEOPLE:
        ours, *others = [each for each in cells if each.people == people]
        first = [f"{percentile(ours.added, 0.5) / percentile(each.added, 0.5):.2f} {each.system}" for each in others]
        costs = [f"{ours.per_turn() / each.per_turn():.2f} {each.system}" for each in others]
        yield f"{people} people, facilitator is times: sum p50 {', '.join(first)}; CPU {', '.join(costs)}"


def _figures(cells: Sequence[Cell]) -> list[Figure]:
    by = {(each.system, each.people): each for each in cells}
    most, some, bare = by[OURS, PEOPLE[-1]], by[OURS, PEOPLE[1]], by["aiohttp", PEOPLE[1]]
    kept = by[baselines.DURABLE, PEOPLE[1]]
    return [
        Figure("first_p50", percentile(most.added, 0.5)),
        Figure("first_p95", percentile(most.added, 0.95)),
        Figure("cpu", most.per_turn()),
        Figure("first_p50_of_50", percentile(some.added, 0.5)),
        Figure("first_beside", percentile(some.added, 0.5) / percentile(kept.added, 0.5)),
        Figure("beside", some.per_turn() / bare.per_turn()),
        Figure("memory", most.memory),
    ]
