"""Findings as SARIF 2.1.0, which code hosts show on the line."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from app.critic.criteria import criterion
from app.critic.finding import Criterion, Finding, Severity, Status
from app.documents.places import Place

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
LEVELS: Mapping[Severity, str] = {Severity.MUST: "error", Severity.SHOULD: "warning", Severity.NOTE: "note"}


@dataclass(frozen=True, slots=True)
class Sighted:
    """A finding in a file, and where its words stand, or the head of its box."""

    finding: Finding
    file: str
    place: Place


@dataclass(frozen=True, slots=True)
class Unread:
    """A file that could not be read, and why."""

    file: str
    why: str


def write(sighted: Sequence[Sighted], unread: Sequence[Unread] = (), *, version: str) -> bytes:
    """One run over all files. The same findings give the same bytes."""
    ids = sorted({each.finding.criterion for each in sighted})
    run = {
        "tool": {
            "driver": {
                "name": "Canvas Facilitator",
                "semanticVersion": version,
                "rules": [_rule(criterion(id)) for id in ids],
            }
        },
        "invocations": [{"executionSuccessful": not unread, "toolExecutionNotifications": [*map(_notice, unread)]}],
        "columnKind": "unicodeCodePoints",
        "results": [_result(each, ids) for each in sighted],
    }
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2).encode() + b"\n"


def _rule(row: Criterion) -> dict[str, Any]:
    help = "\n\n".join(filter(None, (row.question, row.suggestion, *_examples(row), _source(row))))
    return {
        "id": row.id,
        "shortDescription": {"text": row.definition},
        "help": {"text": help},
        "defaultConfiguration": {"level": LEVELS[row.severity]},
        "properties": {"tags": [row.family], **({"source": row.source} if row.source else {})},
    }


def _examples(row: Criterion) -> Iterable[str]:
    if row.bad:
        yield f"Not so: {row.bad}"
    if row.good:
        yield f"But so: {row.good}"


def _source(row: Criterion) -> str:
    return f"Source: {row.source}" if row.source else ""


def _result(each: Sighted, ids: Sequence[str]) -> dict[str, Any]:
    finding = each.finding
    result: dict[str, Any] = {
        "ruleId": finding.criterion,
        "ruleIndex": ids.index(finding.criterion),
        "level": LEVELS[finding.severity],
        "message": {"text": _said(finding)},
        "locations": [{"physicalLocation": _location(each), "logicalLocations": [{"name": finding.box}]}],
        "partialFingerprints": {"finding/v1": finding.fingerprint},
    }
    if finding.status is not Status.OPEN:
        result["suppressions"] = [{"kind": "external", "status": "accepted", "justification": finding.reason}]
    return result


def _said(finding: Finding) -> str:
    """The message; of a clash with the other words, which stand elsewhere; and what to ask."""
    other = f"The other words, in {finding.other_box or finding.box}: “{finding.other_quote}”."
    said = " ".join(filter(None, (finding.message, other if finding.other_quote else "", finding.question)))
    return said.replace("](", "] (")  # SARIF makes links of them, and these may be anybody's words


def _location(each: Sighted) -> dict[str, Any]:
    return {
        "artifactLocation": {"uri": _uri(each.file)},
        "region": {
            "startLine": each.place.line,
            "startColumn": each.place.column,
            "endLine": each.place.end_line,
            "endColumn": each.place.end_column,
        },
    }


def _notice(each: Unread) -> dict[str, Any]:
    """So that a host does not take silence about a file for a clean one."""
    location = {"physicalLocation": {"artifactLocation": {"uri": _uri(each.file)}}}
    return {"level": "error", "message": {"text": each.why}, "locations": [location]}


def _uri(file: str) -> str:
    """The name as an address; of one that is no UTF-8, each byte."""
    return quote(file.replace("\\", "/"), safe="/:.", errors="surrogateescape")
