import sys
from pathlib import Path

import pytest

from app.usecases.parts import Actor
from tests.channels.terminal.room import Scene

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
    assert said.count("Answer any of them") == said.count("* matters most") == 1  # and not again in the second box
    assert "How, 2 of 2" in said
    assert "Heard:  ✔ 1 answered" in said
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


async def test_ok_accepts_what_was_read_and_shows_what_was_not(table: Scene) -> None:
    await table.sit(STORY, "2: Vials break.", "ok")  # the essential question is still asked: nobody saw the draft
    view = (await table.product.canvases.get(table.canvas)).boxes[0]
    assert (view.text, view.draft and view.draft.text) == ("", "Vials break.")
    assert "The draft:\n  Vials break." in table.told()


async def test_a_draft_that_was_looked_at_was_read(table: Scene) -> None:
    await table.sit(STORY, "2: Vials break.", "/box", "ok")
    assert (await table.product.canvases.get(table.canvas)).boxes[0].text == "Vials break."


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
