"""What bad weather is made of, and what the product says of it."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from evals.provider import Answer
from tests.weather.outside import FIRST
from tests.weather.sky import Weather, sunny

NOTED = "I noted your words without it. Try again to have them worked in, or go on."
SENTENCES = (FIRST, "Inspectors look at 400 vials an hour.", "They miss some of the flawed ones!")
LOST = "The model cannot be reached, or its provider has a problem."
LATE = "The model did not answer in time."
BUSY = "The model is busy."
NO_KEY = "The model did not accept our key."
UNKNOWN = "The model was not found."
UNREADABLE = "The model's answer cannot be used."
DECLINED = "The model would not answer this."
TOO_MUCH = "The words were too many for the model, or its answer did not end."


def error(status: int, message: str = "oh", **headers: str) -> Answer:
    fields = {name.replace("_", "-"): value for name, value in headers.items()}
    return Answer(status=status, body=json.dumps({"error": {"message": f"{message} a-canary-key"}}), headers=fields)


def mended(change: Callable[[str], str], **other: Any) -> Weather:
    """The good answer, changed."""
    return lambda asked: replace(sunny(asked), text=change(sunny(asked).text), chunk=2000, **other)


def odd(**other: Any) -> Weather:
    return lambda asked: replace(sunny(asked), **other)


def without(*forms: str, words: str = "response_format is not supported") -> Weather:
    """A server that refuses these ways of asking for a form."""
    return lambda asked: error(400, f"{words}: {asked.form}") if asked.form in forms else sunny(asked)


NOW = {"retry_after": "0"}
WRONG = Answer(json.dumps({"changes": "many", "kind": "answer"}))
