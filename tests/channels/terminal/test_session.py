import asyncio
import os
import signal
import sys
from pathlib import Path

import pytest

from app.channels.terminal.replies import Interrupted
from app.channels.terminal.session import Session
from app.errors import Invalid, NotNow
from app.interview.moves import Accept, Edit, Say
from app.interview.state import Pace
from app.usecases.parts import Actor
from tests.channels.terminal.room import CTRL_C, Scene, screen

JONAS = Actor("Jonas", "slack")
STORY = "/skip"  # leaves the start without a story
FILL = (STORY, "1: Vials break every week.", "ok", "1: With a camera.", "ok")


async def interview(at: Scene) -> str:
    view = await at.product.canvases.get(at.canvas)
    assert view.interview is not None
    return view.interview


async def text(at: Scene, box: int = 0) -> str:
    return (await at.product.canvases.get(at.canvas)).boxes[box].text


async def test_a_canvas_from_the_story_to_the_close(table: Scene) -> None:
    session = await table.sit("Vials break, and nobody sees it.", *FILL[1:])
    said = table.told()
    assert "Tell us about the project" in said
    assert "Why, 1 of 2" in said
    assert "1  ✔ answered  “Vials break every week.”" in said
    assert "✔ Why is accepted." in said
    assert "One, read back" in said
    assert "The close" in said
    assert "/export writes Markdown" in said
    assert "To go on: facilitator interview 01a1" in said
    assert session.moves == 6  # five lines, and leaving
    assert await text(table) == "Vials break every week."


async def test_resuming_shows_where_we_were(table: Scene) -> None:
    await table.sit(STORY, "1: Vials break every week.")
    table.told()
    await table.sit()
    said = table.told()
    assert "The start" not in said
    assert "Why, 1 of 2" in said
    assert "Vials break every week." in said
    assert "“ok” accepts Why" in said


async def test_looking_changes_nothing(table: Scene) -> None:
    lines = ("/canvas", "/box", "/box 2", "/findings", "/open", "/history", "/as", "/help", "/help skip", "/team", "")
    await table.sit(STORY, *lines)
    said = table.told()
    for part in ("Vials, iteration 1", "How, 2 of 2", "What could be better", "Open questions", "History of Why"):
        assert part in said
    assert "Anna speaks." in said
    assert "Four ways not to answer" in said
    assert "/still-true" in said


async def test_words_of_another_speaker(table: Scene) -> None:
    await table.sit(STORY, "/as Mette", "1: Vials break.", "/as Anna", "ok")
    events = await table.product.histories.events(await interview(table), after=0)
    people = {turn.by for turn in events if turn.turn}
    assert people == {"Anna"}  # who acts stays the same
    assert "Now Mette speaks." in table.told()
    assert "Mette> |Why, 1 of 2, 0 accepted" in table.room.reader.prompts  # type: ignore[attr-defined]


async def test_an_error_is_said_and_the_talk_goes_on(table: Scene) -> None:
    await table.sit(STORY, "/accept", "/goto moon", "/vouch 1", "/next")
    err = table.err.getvalue()
    assert "Sorry: There is no draft of this box to accept." in err
    assert "Say something about the box first." in err
    assert "There is no box “moon”." in err
    assert "How, 2 of 2" in table.told()


async def test_a_line_that_looks_like_a_command_is_not_sent_unasked(table: Scene) -> None:
    await table.sit(STORY, "/dev/video0 is our camera", "n", "/waiv", "no", "/dev/video0 is our camera", "y")
    said = table.told()
    assert "/dev/video0 is not a command." in said
    assert "Did you mean /waive?" in said
    assert said.count("Nothing was sent.") == 2
    view = await table.product.canvases.get(table.canvas)
    assert view.boxes[0].draft is not None
    assert view.boxes[0].draft.text == "/dev/video0 is our camera"


async def test_clearing_asks_first_and_restoring_brings_back(table: Scene) -> None:
    await table.sit(*FILL[:3], "/goto 1", "/clear", "no")
    assert await text(table) == "Vials break every week."
    await table.sit("/clear", "y", "/history")
    assert await text(table) == ""
    said = table.told()
    assert "Empty Why?" in said
    assert "Why is empty now." in said
    assert "[-Vials break every week.-]" in said
    await table.sit("/restore 1")
    assert await text(table) == "Vials break every week."
    assert "as answer 3" in table.told()


async def test_ways_not_to_answer(table: Scene) -> None:
    await table.sit(
        STORY, "/skip", "?", "/skip 2", "not-applicable", "nobody buys it", "/skip 1 dont-know", "/later box"
    )
    said = table.told()
    assert "Why, question 2: does not apply." in said
    assert "Why, question 1: not known yet." in said
    assert "How, the whole box: put off for later." in said  # nothing was left to say about Why
    assert "“?” is not a way to skip." in table.err.getvalue()


async def test_a_move_understood_from_words_is_confirmed(table: Scene) -> None:
    await table.sit(STORY, "later", "n", "later", "y")
    said = table.told()
    assert said.count("(y/n)") == 2
    assert "Why, the whole box: put off for later." in said


async def test_team_and_timeline(table: Scene) -> None:
    await table.sit(STORY, "/team Anna; owner\n2027-03: first model", "/overview", "Bo; engineer; builds", "/canvas")
    said = table.told()
    assert "Noted. Team: Anna and Bo. Dates in the timeline: 1." in said
    assert "So far:\nAnna; owner" in said
    assert "Bo; engineer; builds" in said


async def test_pace_and_more_questions(table: Scene) -> None:
    await table.sit("/pace thorough", STORY, "1: Vials break.", "/enough", "/deeper", "/explain 2 for Bo", "/suggest")
    said = table.told()
    assert "Pace: thorough, every question, one by one." in said
    assert "Question 2: For whom?" in said


async def test_export_asks_before_it_replaces(table: Scene, tmp_path: Path) -> None:
    path = tmp_path / "mine.md"
    path.write_text("mine")
    await table.sit(*FILL, f"/export {path}", "no")
    assert path.read_text() == "mine"
    await table.sit(f"/export {path}", "yes", f"/export {path}", f"/export {tmp_path / 'all.json'}", "/export /no/x.md")
    assert "Vials break every week." in path.read_text()
    assert (tmp_path / "all.json").read_bytes().startswith(b"{")
    assert " ".join(table.told().split()).count("exists. Replace it?") == 2
    assert "/no/x.md could not be written: no such file or directory." in " ".join(table.err.getvalue().split())


async def test_export_takes_the_products_name(table: Scene, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    await table.sit(*FILL, "/export")
    assert (tmp_path / "vials.md").exists()


def editor(tmp_path: Path, script: str) -> str:
    """The command of an editor that does what this Python does with `path`."""
    file = tmp_path / "editor.py"
    file.write_text(f"import pathlib, sys\npath = pathlib.Path(sys.argv[1])\n{script}\n")
    return f"{sys.executable} {file}"


async def edits(at: Scene, tmp_path: Path, script: str, *lines: str) -> str:
    object.__setattr__(at.room, "editor", editor(tmp_path, script))
    await at.sit(*lines)
    return at.told()


async def test_editing_in_ones_own_editor(table: Scene, tmp_path: Path) -> None:
    script = "path.write_text(path.read_text().replace('week', 'day'))"
    said = await edits(table, tmp_path, script, STORY, "1: Vials break every week.", "/edit", "ok")
    assert "Vials break every day." in said
    assert await text(table) == "Vials break every day."


@pytest.mark.parametrize("script", ["", "path.write_text('  ')", "path.write_text(path.read_text())"])
async def test_an_editor_that_changes_nothing(table: Scene, tmp_path: Path, script: str) -> None:
    said = await edits(table, tmp_path, script, STORY, "1: Vials break.", "/edit", "/team edit")
    assert said.count("Nothing changed.") == 2
    view = await table.product.canvases.get(table.canvas)
    assert view.boxes[0].draft is not None
    assert view.boxes[0].draft.text == "Vials break."


async def test_the_team_in_ones_own_editor(table: Scene, tmp_path: Path) -> None:
    script = "path.write_text(path.read_text().replace('Anna; owner', 'Bo; owner'))"
    await edits(table, tmp_path, script, STORY, "/team Anna; owner", "/team edit")
    view = await table.product.canvases.get(table.canvas)
    assert [each.name for each in view.overview.team] == ["Bo"]


@pytest.mark.parametrize(
    ("command", "says"),
    [
        (None, "There is no editor to open."),
        ("/no/such/editor", "could not be started"),
        ("'unclosed", "could not be understood"),
        (f'{sys.executable} -c "raise SystemExit(1)"', "The editor gave up"),
        (f"{sys.executable} -c \"import sys; open(sys.argv[1], 'wb').write(b'\\xff')\"", "could not be read"),
    ],
)
async def test_an_editor_that_fails(table: Scene, command: str | None, says: str) -> None:
    object.__setattr__(table.room, "editor", command)
    await table.sit(STORY, "1: Vials break.", "/edit")
    assert says in " ".join(table.err.getvalue().split())


async def test_two_people_who_change_a_box_choose_a_text(table: Scene) -> None:
    async def meanwhile() -> str:
        view = (await table.product.canvases.get(table.canvas)).boxes[0]
        assert view.draft is not None
        move = Edit("why", "Vials break each day.", answer=0, draft=view.draft.number)
        await table.product.turns.move(await interview(table), move, JONAS)
        return "ok"

    await table.sit(STORY, "1: Vials break.", meanwhile, "2")
    said = table.told()
    assert "Why changed since you looked at it." in said
    assert "1 Mine" in said
    assert "Vials break each day." in said
    assert "Meanwhile, through Jonas:" in said
    assert await text(table) == ""
    await table.sit("1: Vials break all the time.", meanwhile, "mine", "ok")
    assert await text(table) == "Vials break each day.\nVials break all the time."


async def test_an_edit_of_ones_own_can_stand_against_a_newer_answer(table: Scene) -> None:
    async def meanwhile() -> str:
        at = await interview(table)
        await table.product.turns.move(at, Say("1: Vials break each day.", box="why"), JONAS)
        view = (await table.product.canvases.get(table.canvas)).boxes[0]
        assert view.draft is not None
        await table.product.turns.move(at, Accept("why", view.draft.number), JONAS)
        return "/edit Vials hurt people."

    await table.sit(STORY, meanwhile, "1", "ok")
    assert await text(table) == "Vials hurt people."


async def test_what_others_do_is_told(table: Scene) -> None:
    async def elsewhere() -> str:
        at = await interview(table)
        await table.product.turns.move(at, Say("1: With a camera.", box="how"), JONAS)
        view = (await table.product.canvases.get(table.canvas)).boxes[1]
        assert view.draft is not None
        await table.product.turns.move(at, Accept("how", view.draft.number), JONAS)
        await table.product.turns.move(at, Say("2: For patients.", box="why"), JONAS)
        return ""

    await table.sit(STORY, elsewhere)
    said = table.told()
    assert "✔ Jonas: How is accepted." in said
    assert "Jonas said: 2: For patients." in said
    assert "With a camera." not in said


async def test_the_same_person_on_another_channel(table: Scene) -> None:
    async def elsewhere() -> str:
        await table.product.turns.move(
            await interview(table), Say("1: Vials break.", box="why"), Actor("Anna", "slack")
        )
        return ""

    await table.sit(STORY, elsewhere)
    assert "You said elsewhere: 1: Vials break." in table.told()


async def test_control_c_stops_the_turn_that_runs(table: Scene) -> None:
    async def slow() -> str:
        table.facilitator.free.clear()
        asyncio.get_running_loop().call_later(0.2, os.kill, os.getpid(), signal.SIGINT)
        return "1: Vials break."

    async def again() -> str:
        table.facilitator.free.set()
        return "/retry"

    before = signal.getsignal(signal.SIGINT)
    await table.sit(STORY, slow, again, "ok", person=True)
    said = table.told()
    assert "Stopped. The words are kept" in said
    assert await text(table) == "Vials break."
    assert signal.getsignal(signal.SIGINT) is before


async def test_a_second_control_c_leaves_the_turn_alone(table: Scene) -> None:
    class Deaf(type(table.product.turns)):  # type: ignore[misc]
        """Turns whose stop finds nothing to stop, as when another process has it."""

        async def move(self, *given: object, **named: object) -> None:
            raise NotNow("Nothing is running in this box.", advice="There is nothing to stop.")

    async def slow() -> str:
        table.facilitator.free.clear()
        table.product.turns.__class__ = Deaf
        for seconds in (0.2, 0.4):
            asyncio.get_running_loop().call_later(seconds, os.kill, os.getpid(), signal.SIGINT)
        return "1: Vials break."

    with pytest.raises(Interrupted):
        await table.sit(STORY, slow, person=True)
    assert "To go on: facilitator interview 01a1" in table.told()
    table.facilitator.free.set()


async def test_control_c_at_the_prompt_says_how_to_come_back(table: Scene) -> None:
    with pytest.raises(Interrupted):
        await table.sit(STORY, CTRL_C)
    assert "Nothing is lost. To go on: facilitator interview 01a1" in table.told()


async def test_a_turn_that_takes_too_long(table: Scene) -> None:
    object.__setattr__(table.parts.limits, "turn_seconds", 0.3)

    async def slow() -> str:
        table.facilitator.free.clear()
        return "1: Vials break."

    await table.sit(STORY, slow)
    said = table.told()
    assert "This takes longer than usual." in said or "That did not work out." in said


async def test_a_turn_that_fails_keeps_the_words(table: Scene) -> None:
    table.facilitator.fails = lambda job: RuntimeError("the model fell over")
    await table.sit(STORY, "1: Vials break.", "/box")
    said = table.told()
    assert "Your words are kept" in said
    assert "/retry brings them back" in said
    assert "fell over" not in said
    table.facilitator.fails = lambda job: None
    await table.sit("/retry", "ok")
    assert await text(table) == "Vials break."


async def test_of_a_file_of_answers_the_first_failure_ends_it(table: Scene) -> None:
    with pytest.raises(NotNow, match="no draft"):
        await table.sit(STORY, "/accept", "1: Never said.", strict=True)
    table.facilitator.fails = lambda job: RuntimeError("the model fell over")
    with pytest.raises(NotNow, match="did not work out"):
        await table.sit("1: Vials break.", strict=True)


async def test_of_a_file_of_answers_each_question_needs_one(table: Scene) -> None:
    with pytest.raises(Invalid, match="Nothing answers the question “Who is in the team"):
        await table.sit(STORY, "/team", strict=True)


async def test_a_person_who_leaves_at_a_question_has_left(table: Scene) -> None:
    await table.sit(STORY, "/team")
    assert "Nothing is lost." in table.told()


async def test_text_on_its_way_is_shown_where_somebody_watches(table: Scene) -> None:
    shown, out, _ = screen(80, force_terminal=True, legacy_windows=False)
    object.__setattr__(table.room, "screen", shown)

    async def slow() -> str:
        table.facilitator.free.clear()
        asyncio.get_running_loop().call_later(1.0, table.facilitator.free.set)
        return "1: Vials break."

    await table.sit(STORY, slow)
    assert "on its way" in out.getvalue()
    assert "One moment. Ctrl-C stops it." in out.getvalue()


async def test_the_pace_is_set_when_one_sits_down(table: Scene) -> None:
    session = await Session.begin(table.room, table.canvas, pace=Pace.QUICK)
    view = await table.product.canvases.interview(session.interview, Actor("Anna", "terminal"))
    assert view.pace is Pace.QUICK
