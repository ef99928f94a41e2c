"""The words of the Markdown file that its writer and its reader share."""

from collections.abc import Mapping
from typing import Literal

from app.canvas.model import NonAnswer
from app.documents.headings import key

UNTITLED = "Untitled canvas"
END = "<!-- end of canvas -->"
EXPORTED = "Exported by Canvas Facilitator. You can edit this file and read it in again."

PRODUCT = "Product name"
DESIGNED_BY = "Designed by"
DATE = "Date"
ITERATION = "Iteration"
NOTE = "Note"
CANVAS = "Canvas"
VERSION = "Canvas version"
LABELS = (PRODUCT, DESIGNED_BY, DATE, ITERATION, NOTE, CANVAS, VERSION)

TEAM = ("Name", "Role", "Responsibilities")
TIMELINE = ("Date", "Milestone")
OPEN_QUESTIONS = ("Box", "Question", "Kind", "Reason", "Owner", "Due")
FINDINGS = ("Severity", "Box", "Quote", "Finding", "Question")
WAIVED = ("Fingerprint", "Criterion", "Box", "Quote", "Reason", "By", "Date")

FACTS = ("Fact", "Answer", "Words", "Box", "From", "By", "Date", "Reason")

WHOLE_BOX = "The whole box"
NO_OVERVIEW = "_No team and no timeline yet._"
NO_QUESTIONS = "_No question is open._"
NO_FINDINGS = "_Nothing is left open._"
NOTHING_WAIVED = "_Nothing was waived._"
FILLERS = (NO_OVERVIEW, NO_QUESTIONS, NO_FINDINGS, NOTHING_WAIVED)

HANDS: Mapping[str, Literal["rules", "model", "person"]] = {
    "the rules": "rules",
    "the model": "model",
    "a person": "person",
}
HAND_WORDS = {hand: words for words, hand in HANDS.items()}

KINDS = {
    NonAnswer.DONT_KNOW: "Nobody knows yet",
    NonAnswer.NOT_APPLICABLE: "Does not apply",
    NonAnswer.LATER: "Put off for later",
    NonAnswer.NONE_OF_THESE: "None of the suggestions fit",
}
_OTHER_WORDS = {
    NonAnswer.DONT_KNOW: ("", "unknown", "do not know", "we don't know", "not known", "open"),
    NonAnswer.NOT_APPLICABLE: ("n/a", "not applicable"),
    NonAnswer.LATER: ("put off", "later"),
}
KINDS_BY_KEY = {
    key(words): kind for kind in NonAnswer for words in (KINDS[kind], kind.value, *_OTHER_WORDS.get(kind, ()))
}
