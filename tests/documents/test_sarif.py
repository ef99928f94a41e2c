"""SARIF 2.1.0 by the keys that its schema requires, and by what code hosts look at."""

import json
from typing import Any

from app.critic.criteria import criterion
from app.critic.finding import Finding, Severity, Status
from app.documents import sarif
from app.documents.places import Place
from app.documents.sarif import Sighted, Unread

HEAD = Place(1, 1, 1, 4)


def finding(id: str = "VAG-03", **more: Any) -> Finding:
    given = {"severity": Severity.SHOULD, "box": "background", "message": "Well.", "question": "Why?", **more}
    return Finding(id="1", criterion=id, **given)


def written(*sighted: Sighted) -> Any:
    return json.loads(sarif.write(sighted, version="1.2.3"))


def test_the_keys_that_the_schema_requires() -> None:
    made = written(Sighted(finding(quote="maybe"), "canvas.md", Place(3, 5, 3, 10)))
    assert made["version"] == "2.1.0"
    assert made["$schema"].endswith("sarif-2.1.0.json")
    (run,) = made["runs"]
    driver = run["tool"]["driver"]
    assert driver["name"]
    for rule in driver["rules"]:
        assert rule["id"]
        assert rule["shortDescription"]["text"]
        assert rule["help"]["text"]
        assert rule["defaultConfiguration"]["level"] in ("error", "warning", "note")
    (result,) = run["results"]
    assert result["message"]["text"] == "Well. Why?"
    assert driver["rules"][result["ruleIndex"]]["id"] == result["ruleId"] == "VAG-03"
    assert result["partialFingerprints"] == {"finding/v1": finding(quote="maybe").fingerprint}
    (location,) = result["locations"]
    assert location["logicalLocations"] == [{"name": "background"}]
    assert location["physicalLocation"] == {
        "artifactLocation": {"uri": "canvas.md"},
        "region": {"startLine": 3, "startColumn": 5, "endLine": 3, "endColumn": 10},
    }
    assert run["columnKind"] == "unicodeCodePoints"
    assert "suppressions" not in result


def test_a_rule_helps_with_examples_and_its_source() -> None:
    (rule,) = written(Sighted(finding(), "a.md", HEAD))["runs"][0]["tool"]["driver"]["rules"]
    row = criterion("VAG-03")
    assert all(each in rule["help"]["text"] for each in (row.question, row.suggestion, row.good, row.bad, row.source))
    assert rule["properties"] == {"tags": ["VAG"], "source": row.source}


def test_levels_follow_the_severity_and_each_rule_is_listed_once() -> None:
    rows = [finding("GAP-00", severity=each) for each in Severity] + [finding("VAG-10")]
    run = written(*(Sighted(each, "a.md", HEAD) for each in rows))["runs"][0]
    assert [each["level"] for each in run["results"]] == ["note", "warning", "error", "warning"]
    assert [each["id"] for each in run["tool"]["driver"]["rules"]] == ["GAP-00", "VAG-10"]
    assert [each["ruleIndex"] for each in run["results"]] == [0, 0, 0, 1]


def test_what_was_waived_is_suppressed() -> None:
    (result,) = written(Sighted(finding(status=Status.WAIVED, reason="So be it."), "a.md", HEAD))["runs"][0]["results"]
    assert result["suppressions"] == [{"kind": "external", "status": "accepted", "justification": "So be it."}]


def test_both_sides_of_a_clash_are_told() -> None:
    clash = finding("CON-90", quote="x", other_box="security", other_quote="never")
    (result,) = written(Sighted(clash, "a.md", HEAD))["runs"][0]["results"]
    assert result["message"]["text"] == "Well. The other words, in security: “never”. Why?"


def test_a_file_is_named_as_an_address() -> None:
    (result,) = written(Sighted(finding(), "my docs\\ä b.md", HEAD))["runs"][0]["results"]
    assert result["locations"][0]["physicalLocation"]["artifactLocation"] == {"uri": "my%20docs/%C3%A4%20b.md"}


def test_a_file_that_could_not_be_read_is_no_clean_one() -> None:
    run = json.loads(sarif.write([], [Unread("a b.md", "a b.md is empty.")], version="1.2.3"))["runs"][0]
    (invocation,) = run["invocations"]
    assert invocation["executionSuccessful"] is False
    (notice,) = invocation["toolExecutionNotifications"]
    assert (notice["level"], notice["message"]) == ("error", {"text": "a b.md is empty."})
    assert notice["locations"][0]["physicalLocation"]["artifactLocation"] == {"uri": "a%20b.md"}


def test_nothing_found_is_an_empty_run() -> None:
    (run,) = written()["runs"]
    assert run["results"] == []
    assert run["invocations"] == [{"executionSuccessful": True, "toolExecutionNotifications": []}]


def test_words_of_people_make_no_links() -> None:
    told = finding(message="“[click](https://evil.example)” is vague.", other_quote="[a](b)")
    (result,) = written(Sighted(told, "a.md", HEAD))["runs"][0]["results"]
    assert "](" not in result["message"]["text"]
    assert "[click] (https://evil.example)" in result["message"]["text"]


def test_a_file_name_may_be_no_utf8() -> None:
    (result,) = written(Sighted(finding(), "a\udcff.md", HEAD))["runs"][0]["results"]
    assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "a%FF.md"
