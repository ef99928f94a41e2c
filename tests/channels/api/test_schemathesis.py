"""The API attacked from its own document: every check that schemathesis has, valid and invalid data, and links."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.channels.api.serving import Service

EXAMPLES = 12
CONFIG = """\
[parameters]
"path.answer" = "{answer}"
"path.finding" = "{finding}"

[generation]
allow-x00 = false  # a text with a NUL is refused (PostgreSQL keeps none), which would need a pattern on every string

[[operations]]
include-operation-id = ["createCanvas", "importCanvas"]
# Whether a text is a template or a canvas cannot be said in a JSON schema: it is 422 when it is not.
checks.positive_data_acceptance.expected-statuses = ["2xx", "404", "413", "422"]

[[operations]]
include-operation-id = "makeMove"
# A key may have been used for another move, and what does not apply needs a reason: 422 both times.
checks.positive_data_acceptance.expected-statuses = ["2xx", "404", "409", "422"]

[[operations]]
include-operation-id = "undeleteCanvas"
phases.stateful.enabled = false  # it brings back what was deleted, which use_after_free takes for a mistake
"""


@pytest.mark.slow
def test_every_check_on_every_route(service: Service, tmp_path: Path) -> None:
    config = tmp_path / "schemathesis.toml"
    config.write_text(CONFIG.format_map(filled(service.api)))
    command = [sys.executable, "-m", "schemathesis.cli", f"--config-file={config}", "run", f"--max-examples={EXAMPLES}",
               "--checks=all", "--phases=examples,coverage,fuzzing,stateful", "--continue-on-failure", "--no-color",
               "--workers=1", "--seed=1", f"{service.url}/api/openapi.json"]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, timeout=300, check=False)

    assert done.returncode == 0, done.stdout + done.stderr
    assert "Tested: 28" in done.stdout


def filled(api: httpx.Client) -> dict[str, Any]:
    """Ids of an answer and a finding; no route creates either, so no link leads to them."""
    canvas = api.post("/canvases", json={"product_name": "Vials"}).json()
    moves = f"/interviews/{canvas['interview']}/moves"
    said = {"move": "say", "box": "objectives", "text": "1: It will significantly improve quality."}
    api.post(moves, json={"move": "goto", "box": "objectives"})
    box = api.post(moves, json=said).json()["interview"]["box"]
    api.post(moves, json={"move": "accept", "box": "objectives", "draft": box["draft"]["number"]})
    answers = api.get(f"/canvases/{canvas['id']}/history", params={"box": "objectives"}).json()["items"]
    return {"answer": answers[0]["id"], "finding": box["findings"][0]["id"]}
