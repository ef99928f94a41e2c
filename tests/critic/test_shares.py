"""Which question of a box a sentence says most about."""

import pytest

from app.critic.cues import Cues
from app.critic.sentences import Sentence
from app.critic.shares import Share
from app.critic.tokens import Span

COLOUR, SIZE, PRICE, SHAPE = 1 << 60, 1 << 61, 1 << 62, 1 << 63
LOOK = Cues(full=((COLOUR,), (SHAPE, SIZE)), head=SHAPE)
COST = Cues(full=((PRICE,), (SIZE,)), part=((COLOUR,),), aspects=((PRICE, SIZE),))


def said(bits: int, lead: int = 0) -> Sentence:
    return Sentence(Span(0, 1), "x", bits, lead, "")


@pytest.mark.parametrize(
    ("bits", "lead", "look", "cost"),
    [
        (COLOUR, 0, True, False),
        (COLOUR | PRICE, 0, True, True),
        (COLOUR | PRICE | SIZE, 0, False, True),
        (COLOUR | SHAPE | SIZE | PRICE, 0, True, True),
        (PRICE, SHAPE, True, False),
        (SHAPE, 0, False, False),
    ],
)
def test_a_sentence_counts_where_it_strikes_most(bits: int, lead: int, look: bool, cost: bool):
    assert Share(LOOK, [COST]).tops([said(0), said(bits, lead)]) is look
    assert Share(COST, [LOOK]).tops([said(bits, lead)]) is cost


def test_a_question_alone_needs_one_cue():
    assert Share(LOOK, []).tops([said(COLOUR)])
    assert not Share(LOOK, []).tops([])


@pytest.mark.parametrize(
    ("bits", "look", "cost"),
    [(SHAPE, True, False), (PRICE, False, True), (SHAPE | PRICE, True, True), (COLOUR | SIZE, False, False)],
)
def test_words_that_two_questions_share_speak_for_none(bits: int, look: bool, cost: bool):
    assert Share(LOOK, [COST]).speaks(said(bits)) is look
    assert Share(COST, [LOOK]).speaks(said(bits)) is cost
    assert Share(LOOK, []).speaks(said(COLOUR))
