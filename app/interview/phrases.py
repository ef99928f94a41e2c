"""Replies that are wholly a move. Anything longer is words, and what a model makes of it is confirmed first."""

import re

ACCEPT, DONT_KNOW, LATER, CLEAR, ENOUGH, DEEPER = "accept", "dont_know", "later", "clear", "enough", "deeper"

_PHRASES = {
    ACCEPT: "ok | okay | accept | accepted | looks good | looks fine | that is right | good | fine",
    DONT_KNOW: "don't know | i don't know | we don't know | dont know | no idea | not known | unknown",
    LATER: "later | skip | skip this | not now | pass | next",
    ENOUGH: "enough | that's enough | that is enough | no more questions",
    DEEPER: "deeper | ask more | go deeper | ask me more",
}
MOVES = {phrase.strip(): move for move, phrases in _PHRASES.items() for phrase in phrases.split("|")}
YES = {"yes", "y", "yes please", "sure", "do it", "right", "ok", "okay"}
NO = {"no", "n", "no thanks", "don't", "dont", "cancel", "stop"}

QUESTIONS = {
    ACCEPT: "Shall I accept this draft?",
    DONT_KNOW: "Shall I note that nobody knows yet, for the whole box?",
    LATER: "Shall I put this box off for later?",
    CLEAR: "Shall I empty this box?",
    ENOUGH: "Shall I stop asking and put the draft on the table?",
    DEEPER: "Shall I ask the rest of this box's questions, one by one?",
}


def plain(text: str) -> str:
    """A reply in lower case without punctuation around it, for comparison. Long replies are never moves."""
    return re.sub(r"[\s,]+", " ", text.casefold().replace("’", "'")).strip(" .,;:!?\t\n") if len(text) <= 60 else ""
