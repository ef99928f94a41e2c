"""Checks with a model: what it adds, what it does not manage, what it may cost; and with a deadline."""

import asyncio
import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from app.canvas.model import Fact
from app.canvas.template import load
from app.channels.terminal.reviews import review_files
from app.channels.terminal.screen import Screen, console
from app.critic.clashing.claim import Claim
from app.critic.clashing.stated import stated
from app.critic.dismissing import Dismissal, Judgement
from app.critic.finding import Engine, Severity, Spot
from app.critic.tokens import Span
from app.errors import NotNow, Spent, Unavailable
from app.facilitator.builtin import Builtin
from app.facilitator.port import Job, Provenance, Stream
from app.llm.port import Prompt, Usage
from app.store.database import Database
from app.usecases.checking import Checked, Checking, Progress
from app.usecases.checks import Checks
from app.usecases.looking import AT_ONCE, Looking
from app.usecases.product import join
from app.usecases.reviewing import Reviewing
from app.usecases.threads import AT_ONCE as AT_MOST
from tests.facilitator.models import failure
from tests.usecases.scene import Clock, parts

MLOPS = load("mlops-canvas-1.1")
BOXES = {"background": "Our shop ranks applicants.", "objectives": "The bot should probably be fast.", "security": " "}
DAY = dt.date(2026, 11, 21)


class Eyes(Builtin):
    """Sees “fast” in every box that holds it, and answers one question of the AI Act. `cost` is per call, in dollars;
    `seconds` is how long it looks at a box.
    """

    def __init__(self, *, cost: float = 0.0, seconds: float = 0.0) -> None:
        super().__init__()
        self.cost, self.seconds = cost, seconds
        self.jobs: list[Job] = []
        self.now = self.most = 0
        self.fails: dict[str, Exception] = {}
        self.slow: set[str] = set()
        self.tells = False

    def _made(self) -> Provenance:
        return Provenance("eyes", calls=1, cost=self.cost)

    async def review(self, job: Job, stream: Stream) -> tuple[Judgement, Provenance]:
        self.jobs.append(job)
        self.now += 1
        self.most = max(self.most, self.now)
        if self.tells:
            job.tally.begin("eyes", Prompt("review", "hash", ()), lambda: Usage("eyes", calls=1))
        await asyncio.sleep(30 if job.box in self.slow else self.seconds)
        self.now -= 1
        if error := self.fails.get(job.box):
            raise error
        text = job.canvas.text(job.box)
        at = text.find("fast")
        spots = (Spot("VAG-01", "fast", at, at + 4),) if at >= 0 else ()
        found = (each for each in job.talk.findings.get(job.box, ()) if each.quote == "should probably")
        return Judgement(spots, tuple(Dismissal(each.fingerprint, "It is a plan.") for each in found)), self._made()

    async def claims(self, job: Job) -> tuple[tuple[Claim, ...], Provenance]:
        text = job.canvas.text(job.box)
        said = {"night shift": ("answers", "in batches"), "before the bell": ("answers", "at once")}
        found = ((at, words, what) for words, what in said.items() if (at := text.find(words)) >= 0)
        some = (stated(job.box, text, Span(at, at + len(words)), *what) for at, words, what in found)
        return tuple(filter(None, some)), self._made()

    async def facts(self, job: Job) -> tuple[tuple[Fact, ...], Provenance]:
        if error := self.fails.get("facts"):
            raise error
        text = job.canvas.text("background")
        found = Fact("annex-iii-4a", "yes", "ranks applicants", "background", 9, 25, by="model")
        return ((found,) if "ranks applicants" in text else ()), self._made()


def checking(eyes: Eyes | None, seconds: float = 20) -> Checking:
    return Checking(MLOPS, Looking(eyes, seconds) if eyes else None, today=lambda: DAY)


def engines(checked: Checked) -> dict[str, Engine]:
    return {each.criterion: each.engine for each in checked.review.findings}


async def test_each_engine_finds_its_own_and_both_find_both() -> None:
    eyes = Eyes()
    rules, model, both = [await checking(eyes).look(BOXES, each) for each in ("rules", "model", "both")]
    assert engines(rules)["VAG-03"] is Engine.RULES
    assert "VAG-01" not in engines(rules) or engines(rules)["VAG-01"] is Engine.RULES
    assert engines(model)["VAG-01"] is Engine.MODEL
    assert "VAG-03" not in engines(model)
    assert engines(both)["VAG-03"] is Engine.RULES
    (vague,) = [each for each in both.view().findings if each.criterion == "VAG-03"]
    assert (vague.status, vague.reason, vague.by) == ("dismissed", "It is a plan.", "eyes")
    assert "VAG-01" in engines(both)
    assert "high_risk_annex_iii" in model.view().labels
    assert rules == checking(None).by_rules(BOXES)


async def test_the_model_sees_the_other_boxes_and_what_the_rules_propose() -> None:
    eyes = Eyes()
    await checking(eyes).look(BOXES, "both")
    assert {job.box for job in eyes.jobs} == {"background", "objectives"}  # nothing to see in an empty one
    for job in eyes.jobs:
        assert {box: job.canvas.text(box) for box in ("background", "objectives")} == {
            box: BOXES[box] for box in ("background", "objectives")
        }
    (of_goals,) = [job for job in eyes.jobs if job.box == "objectives"]
    assert "VAG-03" in {each.criterion for each in of_goals.talk.findings["objectives"]}


async def test_boxes_are_looked_at_beside_each_other_with_a_limit_and_told() -> None:
    eyes, seen = Eyes(), list[Progress]()
    boxes = dict.fromkeys(MLOPS.order, "It is fast.")
    await checking(eyes).look(boxes, "model", seen.append)
    assert eyes.most <= AT_ONCE
    assert eyes.most > 1
    assert [each.done for each in seen] == [*range(1, len(boxes) + 1)]
    assert {each.box for each in seen} == set(boxes)
    assert {each.of for each in seen} == {len(boxes)}


async def test_a_box_that_fails_keeps_the_rules_findings_and_says_so() -> None:
    eyes = Eyes()
    eyes.fails["objectives"] = failure()
    checked = await checking(eyes).look(BOXES, "both")
    assert engines(checked)["VAG-03"] is Engine.RULES
    assert checked.notices == ("Objectives: The model gave no answer in time. There the rules stand alone.",)
    assert checked.view("a").notices == checked.notices


async def test_an_answer_that_cannot_be_used_fails_its_box_only() -> None:
    eyes = Eyes()
    eyes.fails["objectives"] = ValueError("surprise")
    checked = await checking(eyes).look(BOXES, "both")
    assert engines(checked)["VAG-03"] is Engine.RULES
    assert checked.notices == ("Objectives: The model's answer could not be used. There the rules stand alone.",)


async def test_a_box_that_takes_too_long() -> None:
    eyes = Eyes()
    eyes.slow.add("objectives")
    checked = await checking(eyes, seconds=0.05).look(BOXES, "both")
    assert checked.notices == ("Objectives: The model took too long. There the rules stand alone.",)


async def test_where_the_model_alone_fails_the_rules_stand_in() -> None:
    eyes = Eyes()
    eyes.fails = {"objectives": failure(), "facts": failure()}
    checked = await checking(eyes).look(BOXES | {"feedback": "They should ideally be fast."}, "model")
    by = {(each.box, each.criterion): each.engine for each in checked.review.findings}
    assert by["objectives", "VAG-03"] is Engine.RULES
    assert ("feedback", "VAG-03") not in by
    assert by["feedback", "VAG-01"] is Engine.MODEL
    assert {each.by for each in checked.review.facts} == {"rules"}
    assert len(checked.notices) == 2


async def test_what_is_not_done_by_the_end_is_left_to_the_rules() -> None:
    eyes, spent = Eyes(cost=0.5), list[Provenance]()
    eyes.slow.add("objectives")
    looking = Looking(eyes, seconds=20, whole=0.1, took=spent.append)
    checked = await Checking(MLOPS, looking, today=lambda: DAY).look(BOXES, "both")
    assert checked.notices == ("Objectives: The model took too long. There the rules stand alone.",)
    assert engines(checked)["VAG-03"] is Engine.RULES
    assert list(checked.made) == spent


async def test_what_a_look_took_is_told_also_if_it_is_broken_off() -> None:
    eyes, spent = Eyes(cost=0.5), list[Provenance]()
    eyes.slow.add("objectives")
    eyes.tells = True
    looking = Looking(eyes, took=spent.append)
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.1):
            await Checking(MLOPS, looking, today=lambda: DAY).look(BOXES, "both")
    assert sorted(each.outcome for each in spent if each.calls) == ["done", "done", "done", "done", "stopped"]


async def test_nothing_to_see_asks_nobody() -> None:
    eyes = Eyes()
    checked = await checking(eyes).look({"security": ""}, "model")
    assert (eyes.jobs, checked.made) == ([], ())


async def test_without_a_model_only_the_rules_look() -> None:
    with pytest.raises(NotNow, match="needs a language model"):
        await checking(None).look(BOXES, "model")


async def test_a_file_is_looked_at_by_a_model_too(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("# Chat\n\n## Objectives\n\nThe bot is fast.\n")
    screen = Screen(console(), console(stderr=True))
    reviewing = Reviewing(MLOPS, Looking(Eyes()), day=lambda: DAY)
    code = await review_files(
        screen, reviewing, [tmp_path / "a.md"], engine="model", form="text", fail_on=Severity.SHOULD
    )
    assert code == 3
    assert "VAG-01, line 5" in capsys.readouterr().out


# ---- in a service


def service(database: Database, eyes: Eyes, *, clock: Clock | None = None, **limits: float) -> Checks:
    return join(parts(database, eyes, fallback=Builtin(), clock=clock, **limits)).checks


async def test_checks_cost_what_models_may_cost_in_a_day(database: Database) -> None:
    clock = Clock()
    checks = service(database, Eyes(cost=0.25), clock=clock, day_dollars=1.2)
    await checks.check(BOXES, engine="both")  # five calls
    with pytest.raises(Spent, match="in a day"):
        await checks.check(BOXES, engine="both")
    await checks.check(BOXES)  # the rules cost nothing
    clock.forward(days=1)
    await checks.check(BOXES, engine="both")


async def test_two_checks_at_once_keep_to_a_limit_together(database: Database) -> None:
    checks = service(database, Eyes(cost=0.25), day_dollars=0.7)
    done: list[Any] = await asyncio.gather(
        *(checks.check(BOXES, engine="both") for _ in range(2)), return_exceptions=True
    )
    assert [type(each).__name__ for each in done] == ["CheckView", "Spent"]


async def test_without_a_limit_they_do_not_wait_for_each_other(database: Database) -> None:
    eyes = Eyes(cost=9.0, seconds=0.5)
    checks = service(database, eyes)
    await asyncio.gather(*(checks.check(BOXES, engine="model") for _ in range(2)))
    assert eyes.most > 2


async def test_a_check_that_takes_too_long_is_told(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    checks = service(database, Eyes(), turn_seconds=0.05)
    monkeypatch.setattr(Checking, "by_rules", lambda self, boxes: __import__("time").sleep(0.3))
    with pytest.raises(Unavailable, match="took too long"):
        await checks.check(BOXES)


async def test_boxes_clash_on_what_a_model_read_and_code_decides() -> None:
    needed = "Each message is rated before the bell."
    boxes = {"inference": "Messages are rated by the night shift.", "decision": needed}
    both = await checking(Eyes()).look(boxes, "both")
    (clash,) = [each for each in both.review.findings if each.criterion == "CON-01"]
    assert (clash.engine, clash.box, clash.other_box) == (Engine.MODEL, "decision", "inference")
    assert (clash.quote, clash.other_quote) == ("before the bell", "night shift")
    assert {each.by for each in both.view().facts if each.kind == "claim" and each.quote in ("night shift",)} == {
        "model"
    }
    alone = await checking(Eyes()).look({"decision": boxes["decision"]}, "both")
    assert len(alone.made) == 2  # one box clashes with nothing: nobody is asked for its facts


async def test_a_check_that_nobody_waits_for_keeps_its_place_until_it_is_done(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    checks, running, most = service(database, Eyes(), turn_seconds=0.05), list[int](), list[int]()

    def slow(self: Checking, boxes: object) -> None:
        running.append(1)
        most.append(len(running))
        __import__("time").sleep(0.2)
        running.pop()

    monkeypatch.setattr(Checking, "by_rules", slow)
    done = await asyncio.gather(*(checks.check(BOXES) for _ in range(6)), return_exceptions=True)
    assert {type(each) for each in done} == {Unavailable}
    done = await asyncio.gather(*(checks.check(BOXES) for _ in range(6)), return_exceptions=True)
    await asyncio.sleep(0.5)
    assert max(most) <= AT_MOST
    assert checks.threads._gate._value == AT_MOST
