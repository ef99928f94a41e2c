import json
from typing import Literal

import pytest
from pydantic import BaseModel, Field

from app.llm.forms import ASK, Misread, again, on, read, schema_of, spoken
from app.llm.port import Message
from app.llm.provider import Rung
from tests.llm.asked import GOOD, Fruit, question

BROKEN = '{"name": "apple", "count": 3, "parts": ["core", "peel",],'


@pytest.mark.parametrize(
    "text",
    [
        GOOD,
        f"  \n{GOOD}\n",
        f"```json\n{GOOD}\n```",
        f"```\n{GOOD}\n```",
        f"Here it is:\n\n```json\n{GOOD}\n```\nI hope that it helps.",
        f"Of course. {GOOD} Anything else?",
        f"With {{braces}} and {{}} before: {GOOD} and {{after}}",
        f'<think>Should it be {{"name": 1}}? Hm.</think>\n{GOOD}',
        BROKEN,
        f"Sure: {BROKEN}",
        "{'name': 'apple', 'count': 3, 'parts': ['core', 'peel']}",
        f'{{"name": "wrong"}} No, rather: {GOOD}',
        f'{{"thought": "A fruit."}} {GOOD}',
        f'Like {{"name": "pear", "count": 1}} I say: {GOOD}',
        f'{{"fruit": {GOOD}}}',
        f"[{GOOD}]",
        f'[1, {{"name": "pear", "count": 1}}, {GOOD}]',
    ],
)
def test_a_form_is_found_in(text: str):
    assert read(text, Fruit) == Fruit(name="apple", count=3, parts=["core", "peel"])


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "The answer was empty."),
        ("<think>for ever", "The answer was empty."),
        ("No.", "The answer holds no JSON object."),
        ('{"name": "apple"}', "count: Field required"),
        ('{"name": "apple", "count": "many"}', "count: Input should be a valid integer"),
        ("[1, 2]", "The answer holds no JSON object."),
        ("{}", "It has none of the keys count, name, parts."),
        ('{"error": "I cannot."}', "It has none of the keys count, name, parts."),
        ('{"one": {"two": {"name": "apple", "count": 3}}}', "It has none of the keys|"),
        ('{"name": "apple", "count": 1, "parts": [1]}', "parts.0: Input should be a valid string"),
        ("{" * 5000, "It has none of the keys|no JSON"),
        ('{"a":' * 5000, "It: |no JSON"),
    ],
)
def test_what_is_no_form_says_why(text: str, says: str):
    with pytest.raises(Misread, match=says):
        read(text, Fruit)


def test_not_all_of_many_mistakes_are_told():
    with pytest.raises(Misread) as caught:
        read(json.dumps({"name": "a", "count": 1, "parts": list(range(50))}), Fruit)
    assert str(caught.value).endswith("parts.7: Input should be a valid string; and 42 more")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Hello", "Hello"),
        ("\n Hello ", "Hello "),
        ("", ""),
        ("<thi", ""),
        ("<think>Hm", ""),
        ("<think>Hm</think>\n\nHello", "Hello"),
        ("<b>Hello", "<b>Hello"),
        ("Hello <think>", "Hello <think>"),
    ],
)
def test_thoughts_are_not_said(text: str, said: str):
    assert spoken(text) == said


class Part(BaseModel):
    kind: Literal["core"] = "core"
    title: str = Field("", max_length=9)


class Tree(BaseModel):
    """A tree."""

    default: int = Field(description="A field with the name of a word of the schema language.")
    main: Part = Field(description="The main part.")
    parts: list[Part] = Field(default_factory=list)
    height: float | None = None


def test_a_schema_is_strict_and_keeps_what_is_told():
    schema = schema_of(Tree)
    part = schema.fields["$defs"]["Part"]
    assert schema.name == "Tree"
    assert schema.strict
    assert schema.fields["description"] == "A tree."
    assert schema.fields["required"] == ["default", "main", "parts", "height"]
    assert schema.fields["additionalProperties"] is False
    assert schema.fields["properties"]["main"] == {"anyOf": [{"$ref": "#/$defs/Part"}], "description": "The main part."}
    assert schema.fields["properties"]["parts"] == {"items": {"$ref": "#/$defs/Part"}, "type": "array"}
    assert schema.fields["properties"]["default"]["type"] == "integer"
    assert part["properties"] == {"kind": {"const": "core", "type": "string"}, "title": {"type": "string"}}
    assert part["required"] == ["kind", "title"]


def test_a_form_with_keys_that_nobody_lists_cannot_be_strict():
    class Loose(BaseModel):
        counts: dict[str, int]

    assert not schema_of(Loose).strict


def test_each_rung_asks_in_its_way():
    asked = question()
    by_schema, by_json, by_text = (on(rung, asked, Fruit) for rung in Rung)
    assert by_schema.schema == schema_of(Fruit)
    assert by_schema.messages == asked.messages
    assert by_json.schema is by_text.schema is None
    assert by_json.messages == by_text.messages
    assert by_json.messages[0].role == "system"
    assert by_json.messages[0].text.startswith(ASK)
    assert "In English." in by_json.messages[0].text


def test_the_rule_joins_the_other_rules():
    asked = question()
    asked = on(Rung.TEXT, question(), Fruit).__class__("m", (Message("system", "Be kind."), *asked.messages), 9)
    rules, *rest = on(Rung.JSON, asked, Fruit).messages
    assert rules.text.startswith(f"Be kind.\n\n{ASK}")
    assert rest == [Message("user", "Hello?")]


def test_a_wrong_answer_goes_back_with_what_is_wrong():
    first = (Message("user", "A fruit?"),)
    messages = again(first, "<think>Hm</think>An apple", "It is no JSON.")
    assert messages[:2] == (*first, Message("assistant", "An apple"))
    assert "It is no JSON." in messages[2].text
    assert [message.role for message in again(first, " ", "It was empty.")] == ["user", "user"]
    assert len(again(first, "x" * 100_000, "Too long.")[1].text) == 6000
