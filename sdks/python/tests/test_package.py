"""The built package, installed into an environment of its own."""

import os
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

from support.signing import document, rule

ROOT = Path(__file__).parents[1]
FIVE_LINES = """
from metaagent import MetaAgent
agent = MetaAgent.connect(agents=["desk"], wait=10).agent("desk")
with agent.execution("Delete order 7") as run:
    result = run.call("delete_order", lambda order: f"deleted {order}", order=7)
    print(result)
"""


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    subprocess.run(command, check=True, capture_output=True)
    return folder


def test_the_wheel_has_the_code_the_rules_and_the_type_marker_and_nothing_else(built):
    (wheel,) = built.glob("*.whl")
    names = {n for n in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in n}
    sources = ROOT / "src"
    expected = {
        path.relative_to(sources).as_posix()
        for path in sources.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert names == expected
    assert {"metaagent/py.typed", "metaagent/policy/redaction.json"} <= names


def test_the_sdist_has_the_licence_and_the_readme(built):
    (sdist,) = built.glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert {"LICENSE", "README.md", "CHANGELOG.md", "pyproject.toml"} <= names


def test_the_licence_is_that_of_the_repository():
    assert (ROOT / "LICENSE").read_bytes() == (ROOT.parents[1] / "LICENSE").read_bytes()


def test_five_lines_of_the_installed_wheel_govern_an_agent(built, server, tmp_path):
    """In a fresh environment, which also shows that the declared dependencies are enough."""
    (wheel,) = built.glob("*.whl")
    python = tmp_path / "venv" / "bin" / "python"
    subprocess.run([sys.executable, "-m", "venv", str(tmp_path / "venv")], check=True)
    install = [python, "-m", "pip", "install", "--quiet", str(wheel)]
    subprocess.run(install, check=True, capture_output=True)
    server.policies["desk"] = server.key.signed(
        document(tools=[rule("r1", "delete_*", "deny", reason="orders stay")])
    )
    environment = {**os.environ, "METAAGENT_URL": server.url, "METAAGENT_KEY": "key-1"}
    environment["METAAGENT_SDK_DATA"] = str(tmp_path / "data")
    said = subprocess.run(
        [python, "-c", FIVE_LINES], env=environment, check=True, capture_output=True, text=True
    )
    assert said.stdout.strip() == "Refused by policy (denied): orders stay"
    server.wait(lambda: len(server.spans()) == 2)
