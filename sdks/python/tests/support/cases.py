"""The cases of protocol/conformance."""

import json
from pathlib import Path

import pytest

PROTOCOL = Path(__file__).parents[4] / "protocol"


def cases(suite: str):
    """One parameter for each case of a suite, named suite/case."""
    (file,) = (PROTOCOL / "conformance").glob(f"??-{suite}.json")
    content = json.loads(file.read_text(encoding="utf-8"))
    assert content["suite"] == suite and content["cases"]
    return pytest.mark.parametrize(
        "case", [pytest.param(case, id=f"{suite}/{case['name']}") for case in content["cases"]]
    )
