"""The arithmetic of evals/speed: tokens, prefixes, naive order, goals."""

import json
from pathlib import Path

import pytest

from evals.speed import cost
from evals.speed.cost import Call, Message, Sent, as_sent, bill, calls_per_turn, naively, turns
from evals.speed.figures import GOALS, Figure, verdicts
from evals.speed.paced import CHUNKS, MARK, MARKED, pieces, script

RULES = Message("system", "r" * 8_192)


def call(prompt: str, *texts: str, answer: str = "") -> Call:
    return Call(prompt, (RULES, *(Message("user", text) for text in texts)), answer)


def test_reads_a_recording_in_the_order_of_its_numbers(tmp_path: Path) -> None:
    for number, prompt in ((10, "review"), (2, "listen")):
        kept = {"prompt": prompt, "messages": [{"role": "user", "text": "Hm."}], "answer": "{}", "finish": "stop"}
        (tmp_path / f"{number:03}-{prompt}.json").write_text(json.dumps(kept))
    assert cost.read(tmp_path) == [
        Call("listen", (Message("user", "Hm."),), "{}"),
        Call("review", (Message("user", "Hm."),), "{}"),
    ]


def test_a_review_and_a_second_try_begin_no_turn() -> None:
    calls = [call("story", "a"), call("listen", "b"), call("listen", "b", "again"), call("review", "c")]
    assert turns(calls) == [0, 1, 1, 1]
    assert calls_per_turn(calls) == 1.5


@pytest.mark.parametrize(
    ("shared", "known"), [(4 * 1_023, 0), (4 * 1_024, 1_024), (4 * 1_151, 1_024), (4 * 1_152 + 3, 1_152)]
)
def test_a_cache_knows_whole_steps_of_a_long_beginning(shared: int, known: int) -> None:
    sent = [Sent("r" * shared + "a" * 400, "", 0), Sent("r" * shared + "b" * 400, "", 2)]
    found = bill(sent)
    assert found.repeated == known
    assert found.late == pytest.approx(known / (len(sent[1].text) / 4))


def test_what_is_repeated_costs_a_tenth_and_what_is_written_eight_times() -> None:
    found = bill([Sent("r" * 4_096, "w" * 40, 0), Sent("r" * 4_096, "", 1)])
    assert (found.calls, found.input, found.output) == (2, 2_048, 10)
    assert found.cost == pytest.approx(1_024 + 102.4 + 80)


def test_any_earlier_call_may_be_repeated() -> None:
    texts = ["a" * 4_096, "b" * 4_096, "a" * 4_096]
    assert bill([Sent(text, "", 0) for text in texts]).repeated == 1_024


def test_the_naive_order_puts_what_changes_first_and_asks_twice() -> None:
    calls = [call("listen", "project\n\nreplies\n\nnew words", answer="{}"), call("review", "draft")]
    naive = list(naively(calls))
    assert naive[0].text == f"new words\n\nreplies\n\nproject\n\n{RULES.text}"
    assert naive[1] == Sent(f"{{}}\n\n{naive[0].text}", "", 0)
    assert [each.turn for each in naive] == [0, 0, 0]
    assert len(naive) == 3


def test_the_naive_order_costs_more() -> None:
    calls = [call("listen", f"project\n\nnew words {number}", answer="{}") for number in range(6)]
    ours, naive = bill(as_sent(calls)), bill(list(naively(calls)))
    assert ours.late > 0.95
    assert naive.late == 0
    assert ours.cost / naive.cost < 1 / 6


@pytest.mark.parametrize(("one", "other", "length"), [("", "", 0), ("ab", "b", 0), ("abc", "abd", 2), ("ab", "ab", 2)])
def test_common_beginnings(one: str, other: str, length: int) -> None:
    assert cost.common(one, other) == length


def test_a_figure_is_bad_only_when_it_is_far_off() -> None:
    assert [verdicts([Figure("memory", value)])[1] for value in (100, 300, 301)] == [False, False, True]
    assert verdicts([Figure("cpu", 400)]) == (verdicts([Figure("cpu", 400)])[0], False)  # printed, and not held
    assert "3 times off" in verdicts([Figure("cpu", 400)])[0]
    assert [verdicts([Figure("repeated", value)])[1] for value in (0.75, 0.25, 0.24)] == [False, False, True]
    assert "not met" in verdicts([Figure("cpu", 5)])[0]
    assert all(goal.what for goal in GOALS.values())


@pytest.mark.parametrize("text", [f"{MARK} and more", f'{{"lead": "{MARK} and so on"}}' * 1, "x" * 700 + MARK])
def test_the_fake_cuts_an_answer_into_its_chunks_and_leaves_the_mark_whole(text: str) -> None:
    said = pieces(text)
    assert (len(said), "".join(said), said.count(MARK)) == (CHUNKS, text, 1)
    ready = script(text)
    found = MARKED.search(ready.frames[ready.marked])
    assert found is not None
    assert found.start(1) == ready.at
