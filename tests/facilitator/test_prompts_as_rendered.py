"""Every prompt to a model as it is sent, on one small scene, and what its hash stands for.

After a wanted change: delete the snapshots and run these tests with SNAPSHOTS=write, then read the difference.
"""

import os
import shutil
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from app.canvas.model import Header, Member, Milestone, NonAnswer, OpenQuestion, Overview
from app.critic.finding import Engine, Finding, Severity
from app.facilitator.model import Modelled
from app.facilitator.port import Job
from app.interview.state import CLOSE, START, Ask, Passage
from app.llm import prompts
from app.llm.port import Prompt
from tests.facilitator.models import FakeModel, unseen
from tests.facilitator.room import NOW, SHORT, answer, job, sentence, turn

SNAPSHOTS = Path(__file__).parent / "snapshots"
STORY = "We fill 31 lines. Vials break, 9 % of them."
COUNTS = "We count scratches."


def talking(**more: Any) -> Job:
    """The box Feedback in the middle: a reply was heard, another one is new, question 1 was asked."""
    given = job(
        ("Mette", "The model learns each Monday."),
        ("Anna", "I read it, with Bo."),
        new=1,
        template=SHORT,
        story=STORY,
        offered=[Passage("p1", "feedback", "Vials break, 9 % of them.", "t0")],
        draft=[
            sentence("The model learns each Monday.", turn("t1")),
            replace(sentence(COUNTS, turn("t0"), turn("t1")), lead=" "),
        ],
        answers=[answer(sentence(COUNTS)), answer(sentence("Fewer vials break."), box="goals", number=2)],
    )
    asked = Ask(SHORT.box("feedback").question(1).text, 1)
    talk = replace(given.talk.box("feedback"), asks=(asked,), asked=asked)
    left = OpenQuestion("o1", "feedback", 3, NonAnswer.DONT_KNOW, "p1", NOW, 1, owner="Bo")
    canvas = given.canvas.with_open_questions((left,))
    return replace(given, canvas=canvas, talk=given.talk.with_box("feedback", talk), **more)


def looking() -> Job:
    given = talking(question=2)
    found = Finding("f1", "VAG-01", Severity.SHOULD, "feedback", "m", "q", quote="each Monday", engine=Engine.MODEL)
    return replace(given, talk=replace(given.talk, findings={"feedback": (found,)}))


def telling() -> Job:
    return job(STORY, ("Bo", "Hi <all>!"), box=START, template=SHORT)


def closing() -> Job:
    given = replace(talking(), box=CLOSE)
    known = Overview((Member("Anna", "owner", "costs"),), (Milestone("May 2027", "Pilot"),))
    return replace(given, canvas=given.canvas.with_overview(known))


Act = Callable[[Modelled, Job], Coroutine[Any, Any, object]]


async def listens(who: Modelled, given: Job) -> None:
    await who.listen(given, unseen)


async def reviews(who: Modelled, given: Job) -> None:
    await who.review(given, unseen)


async def explains(who: Modelled, given: Job) -> None:
    await who.explain(given, unseen)


async def suggests(who: Modelled, given: Job) -> None:
    await who.suggest(given, unseen)


async def claims(who: Modelled, given: Job) -> None:
    await who.claims(given)


async def states(who: Modelled, given: Job) -> None:
    await who.facts(given)


@dataclass(frozen=True)
class Case:
    act: Act
    given: Callable[[], Job]
    answer: dict[str, Any] | str
    files: tuple[str, ...]  # the prompt files that take part


CASES = {
    "listen": Case(listens, talking, {}, ("listen/rules", "listen/turn", "listen/new-words")),
    "redraft": Case(
        listens, lambda: talking(instruction="shorter"), {}, ("listen/rules", "listen/turn", "listen/redraft")
    ),
    "story": Case(listens, telling, {"passages": []}, ("story/rules", "story/turn")),
    "close": Case(listens, closing, {}, ("close/rules", "close/turn")),
    "explain-box": Case(explains, talking, "So.", ("explain/rules", "explain/turn")),
    "explain-question": Case(
        explains, lambda: talking(question=2, reader="data"), "So.", ("explain/rules", "explain/turn")
    ),
    "suggest": Case(suggests, looking, {"ideas": []}, ("suggest/rules", "suggest/turn")),
    "review": Case(reviews, looking, {"verdicts": []}, ("review/rules", "review/turn")),
    "claims": Case(claims, talking, {"claims": []}, ("claims/rules", "claims/turn")),
    "facts": Case(states, talking, {"facts": []}, ("facts/rules", "facts/turn")),
}
RENDERED = {file for case in CASES.values() for file in case.files}


async def asked(case: Case, given: Job | None = None) -> Prompt:
    model = FakeModel(case.answer)
    await case.act(Modelled(model, model), given or case.given())
    return model.prompts[-1]


def written(prompt: Prompt) -> str:
    return "\n\n".join(f"---- {each.role} ----\n\n{each.text}" for each in prompt.messages) + "\n"


@pytest.mark.parametrize("name", CASES)
async def test_a_prompt_is_sent_as_its_snapshot_reads(name: str) -> None:
    path, text = SNAPSHOTS / f"{name}.txt", written(await asked(CASES[name]))
    if os.environ.get("SNAPSHOTS") == "write" and not path.exists():
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")


def test_there_is_a_snapshot_of_every_case_and_nothing_else() -> None:
    assert sorted(path.stem for path in SNAPSHOTS.iterdir()) == sorted(CASES)


@pytest.mark.parametrize("name", CASES)
async def test_rules_come_first_and_hold_nothing_that_changes(name: str) -> None:
    """So that a provider's cache holds the longest part."""
    case = CASES[name]
    prompt = await asked(case)
    assert [each.role for each in prompt.messages] == ["system", "user"]
    given = case.given()
    canvas = replace(given.canvas, answers={}, iteration=replace(given.canvas.iteration, open_questions=()))
    canvas = canvas.with_answer(answer(sentence("Other."), box="camera"))
    talk = replace(given.talk, passages=(), findings={}, boxes={**given.talk.boxes, "feedback": given.talk.box("x")})
    other = replace(given, canvas=canvas, talk=talk, said={t: replace(s, text="Other.") for t, s in given.said.items()})
    assert (await asked(case, other)).messages[0] == prompt.messages[0]
    assert (await asked(case, other)).messages[1] != prompt.messages[1]


# ---- what the hash stands for


@pytest.mark.parametrize("name", CASES)
async def test_a_hash_is_of_the_files_that_take_part_and_of_nothing_else(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    case, before = CASES[name], (await asked(CASES[name])).hash
    for number, changed in enumerate(prompts.names()):
        folder = shutil.copytree(prompts.FOLDER, tmp_path / str(number))
        with (folder / f"{changed}.md").open("a", encoding="utf-8") as file:
            file.write("\nMore.")
        with monkeypatch.context() as patch:
            patch.setattr(prompts, "FOLDER", folder)
            assert ((await asked(case)).hash != before) is (changed in case.files), changed


@pytest.mark.parametrize("name", CASES)
async def test_a_hash_does_not_change_with_what_is_filled_in(name: str) -> None:
    case = CASES[name]
    given, prompt = case.given(), await asked(case)
    other = replace(given, said={turn: replace(each, text=f"{each.text} Well.") for turn, each in given.said.items()})
    iteration = replace(given.canvas.iteration, header=Header("Bread"))
    other = replace(other, canvas=replace(given.canvas, iteration=iteration))
    changed = await asked(case, other)
    assert changed.messages != prompt.messages
    assert changed.hash == prompt.hash


async def test_no_two_prompts_share_a_hash() -> None:
    hashes = {CASES[name].files: (await asked(CASES[name])).hash for name in CASES}
    assert len({*hashes.values()}) == len(hashes) == 9
