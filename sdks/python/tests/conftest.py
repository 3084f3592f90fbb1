"""Fixtures: a server, and clients of it that are closed after each test."""

import pytest

from metaagent import MetaAgent
from support.runs import RULES
from support.server import FakeServer
from support.signing import document


@pytest.fixture(autouse=True)
def no_settings_of_the_machine(monkeypatch):
    for name in ("URL", "KEY", "POLICY_PUBLIC_KEY", "SDK_DATA", "CONTENT", "DURABLE", "DISABLED"):
        monkeypatch.delenv(f"METAAGENT_{name}", raising=False)
    for name in ("WITHOUT_POLICY", "POLICY_WAIT_SECONDS"):
        monkeypatch.delenv(f"METAAGENT_{name}", raising=False)


@pytest.fixture
def server():
    server = FakeServer()
    server.policies["desk"] = server.key.signed(document())
    yield server
    server.close()


@pytest.fixture
def connect(server, tmp_path):
    """Makes clients of the server with a folder of their own."""
    clients = []

    def connect(**settings):
        settings = {"data": tmp_path / "data", "service_name": "tests", **settings}
        clients.append(MetaAgent.connect(settings.pop("url", server.url), "key-1", **settings))
        return clients[-1]

    yield connect
    server.released.set()
    for client in clients:
        client.close(0.2)


@pytest.fixture
def desk(connect):
    """The agent `desk`, holding the policy of the server."""
    return connect(agents=["desk"], wait=10).agent("desk")


@pytest.fixture
def govern(server, connect):
    """Makes the client of a policy; the agent is desk."""

    def make(policy=None, **settings):
        server.policies["desk"] = server.key.signed(document(**{"tools": RULES, **(policy or {})}))
        return connect(agents=["desk"], wait=10, **settings)

    return make
