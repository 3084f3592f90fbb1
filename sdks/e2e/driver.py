"""Proves an SDK against a real server: driver.py <python|typescript|java>...

Needs METAAGENT_URL, ADMIN_KEY (a key of scope admin) and, for what happens while the server is away,
SERVER_KILL and SERVER_START: commands that kill it and start it again. METAAGENT_OUTAGE_SECONDS is how long
it stays away (20). ONLY names the steps to take. Prints what was measured as JSON, and writes it to OUT.
"""

import hashlib
import json
import os
import shlex
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid
from contextlib import contextmanager
from pathlib import Path

HERE = Path(__file__).resolve().parent
URL = os.environ["METAAGENT_URL"]
ADMIN = os.environ["ADMIN_KEY"]
WORKERS = {
    "python": lambda: [os.environ.get("PYTHON", sys.executable), str(HERE / "worker.py")],
    "typescript": lambda: ["node", str(HERE / "worker.mjs")],
    "java": lambda: [*shlex.split(os.environ.get("JAVA_WORKER", "java")), "dev.metaagent.host.Worker"],
}
OUTAGE = float(os.environ.get("METAAGENT_OUTAGE_SECONDS", "20"))
ENV = {k: v for k, v in os.environ.items() if not k.startswith("METAAGENT_")}
MEASURED = {}


def api(method, path, body=None, key=ADMIN):
    data = None if body is None else json.dumps(body).encode()
    headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}
    request = urllib.request.Request(URL + path, data, headers, method=method)
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:
            text = answer.read()
            return json.loads(text) if text else None
    except urllib.error.HTTPError as problem:
        raise AssertionError(f"{method} {path}: {problem.code} {problem.read().decode()}") from None


def until(what, seconds=20, pause=0.02):
    """What `what` answers once it is true; fails after so many seconds."""
    end, last = time.monotonic() + seconds, None
    while time.monotonic() < end:
        last = what()
        if last:
            return last
        time.sleep(pause)
    raise AssertionError(f"did not happen within {seconds} s")


def same(is_, wanted, what):
    assert is_ == wanted, f"{what}: {is_!r} instead of {wanted!r}"


class Worker:
    """A process of an agent that does as it is told."""

    def __init__(self, language, agent, key, data, **env):
        settings = {"METAAGENT_URL": URL, "METAAGENT_KEY": key, "METAAGENT_SDK_DATA": data, **env}
        self.process = subprocess.Popen(
            [*WORKERS[language](), agent],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, env={**ENV, **settings}, text=True,
        )
        self._answers, self._news, self._next = {}, threading.Condition(), 0
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self):
        for line in self.process.stdout:
            try:
                answer = json.loads(line)
            except ValueError:
                print("worker says:", line.rstrip(), file=sys.stderr)
                continue
            with self._news:
                self._answers[answer["id"]] = (answer, time.monotonic())
                self._news.notify_all()

    def tell(self, do, **more):
        self._next += 1
        self.process.stdin.write(json.dumps({"id": self._next, "do": do, **more}) + "\n")
        self.process.stdin.flush()
        return self._next

    def answered(self, number):
        return number in self._answers

    def get(self, number, seconds=30):
        """The answer, and when it came."""
        with self._news:
            if not self._news.wait_for(lambda: number in self._answers, seconds):
                raise AssertionError(f"no answer within {seconds} s")
            answer, at = self._answers[number]
        assert "error" not in answer or "runs" in answer, answer
        return answer, at

    def do(self, do, wait=30, **more):
        return self.get(self.tell(do, **more), wait)[0]

    def holds(self, version, seconds=20):
        """Until the policy of this version or a later one is held; the status then."""
        return until(
            lambda: (s := self.do("status"))["version"] is not None and s["version"] >= version and s,
            seconds,
        )

    def end(self):
        self.process.stdin.close()
        self.process.wait(30)


def bucket(salt, unit):
    digest = hashlib.sha256(salt.encode() + b"\0" + unit.encode()).digest()
    return (int.from_bytes(digest[:8], "big") >> 11) / 2**53


RULES = [
    {"id": "drops", "tool": "drop_*", "effect": "deny", "reason": "Tables stay."},
    {"id": "refunds", "tool": "refund", "effect": "ask", "askSeconds": 60,
     "when": {"all": [{"path": "amount", "op": "gt", "value": 200}]}},
    {"id": "hurried", "tool": "hurried", "effect": "ask", "askSeconds": 10},
    {"id": "mail", "tool": "mail", "effect": "redact", "redactPaths": ["to"]},
]


class Case:
    """One SDK under test, with an agent and a key of its own."""

    def __init__(self, language, folder):
        self.language = language
        self.agent = f"e2e-{language}-{uuid.uuid4().hex[:8]}"
        self.path = "/api/v1/agents/" + self.agent
        self.data = str(Path(folder) / self.agent)
        self.measured = MEASURED.setdefault(language, {})
        body = {"name": self.agent, "scope": "agent", "agents": [self.agent], "reason": "e2e"}
        self.key = api("POST", "/api/v1/keys", body)["key"]

    @contextmanager
    def worker(self, **env):
        worker = Worker(self.language, self.agent, self.key, self.data, **env)
        try:
            yield worker
            worker.end()
        finally:
            worker.process.kill()

    def version(self):
        return api("GET", self.path + "/policy", key=self.key)["version"]

    def rules(self, rules):
        api("PUT", self.path + "/tool-rules", {"reason": "e2e", "rules": rules})

    def question(self, tool):
        """The question about a call of this tool, once the server has it."""
        def asked():
            items = api("GET", "/api/v1/approvals?state=pending&limit=200")["items"]
            return next((q for q in items if q["agent"]["name"] == self.agent and q["tool"] == tool), None)
        return until(asked)

    def runs(self):
        """All runs of the agent that the server has."""
        found, cursor = [], ""
        while True:
            query = {"agent": self.agent, "limit": 200} | ({"cursor": cursor} if cursor else {})
            page = api("GET", "/api/v1/executions?" + urllib.parse.urlencode(query))
            found += page["items"]
            cursor = page["nextCursor"]
            if not cursor:
                return found


def prompts(case, worker):
    name = "e2e/" + case.agent
    same(worker.do("prompt")["text"], "default", "prompt before it exists")
    prompt = {"name": name, "agent": case.agent, "content": "Hello {{name}}.", "reason": "e2e"}
    api("POST", "/api/v1/prompts", prompt)
    label = "/api/v1/prompts/" + urllib.parse.quote(name, safe="") + "/labels/production"
    api("PUT", label, {"version": 1, "reason": "e2e"})
    began = time.monotonic()
    until(lambda: worker.do("prompt")["version"] == 1)
    case.measured["promptPushMs"] = round((time.monotonic() - began) * 1000)
    same(worker.do("prompt")["text"].rstrip(), "Hello Ada.", "prompt")


def tool_rules(case, worker):
    case.rules(RULES)
    worker.holds(case.version())
    run = worker.do("begin")["run"]
    denied = worker.do("call", run=run, tool="drop_table", args={"name": "a"})
    same((denied["made"], denied["refused"], denied["reason"]), ([], "denied", "Tables stay."), "deny")
    small = worker.do("call", run=run, tool="refund", args={"amount": 200})
    same((small["made"], small["refused"]), ([{"amount": 200}], None), "small refund")
    redacted = worker.do("call", run=run, tool="mail", args={"to": "ada", "text": "hi"})
    same(redacted["made"], [{"to": "<REDACTED>", "text": "hi"}], "redact")
    worker.do("end", run=run)


def approvals(case, worker):
    run = worker.do("begin")["run"]
    asked, answered = [], []
    for decision in ("approve", "deny"):
        for amount in (284, 285, 286):
            began = time.monotonic()
            call = worker.tell("call", run=run, tool="refund", args={"amount": amount, "order": "1042"})
            question = case.question("refund")
            asked.append(time.monotonic() - began)
            assert not worker.answered(call), "the call went on before it was decided"
            same(question["arguments"], {"amount": amount, "order": "1042"}, "arguments of the question")
            began = time.monotonic()
            api("POST", f"/api/v1/approvals/{question['id']}/{decision}", {"reason": "looked at"})
            result, at = worker.get(call)
            answered.append(at - began)
            if decision == "approve":
                same(result["made"], [{"amount": amount, "order": "1042"}], "approved call")
            else:
                end = (result["made"], result["refused"], result["reason"])
                same(end, ([], "deniedByPerson", "looked at"), "denied")
    case.measured["askVisibleMs"] = [round(s * 1000) for s in sorted(asked)]
    case.measured["decisionToAgentMs"] = [round(s * 1000) for s in sorted(answered)]
    began = time.monotonic()
    call = worker.tell("call", run=run, tool="hurried", args={})
    question = case.question("hurried")
    result, at = worker.get(call)
    same((result["made"], result["refused"]), ([], "unanswered"), "expiry")
    assert 9 < at - began < 13, f"expired after {at - began} s instead of 10"
    until(lambda: api("GET", f"/api/v1/approvals/{question['id']}")["state"] == "expired", 10, 0.2)
    worker.do("end", run=run)


def stops(case, worker):
    begun = worker.do("begin")["run"]
    pushed = []
    for where in (case.path, "/api/v1/fleet"):
        began = time.monotonic()
        api("POST", where + "/stop", {"reason": "refunds twice"})
        refused = until(lambda: (r := worker.do("begin"))["refused"] and r, 5, 0)
        pushed.append(time.monotonic() - began)
        same((refused["refused"], refused["reason"]), ("stopped", "refunds twice"), "stop")
        going = worker.do("call", run=begun, tool="read_file", args={"n": 1})
        same(len(going["made"]), 1, "a begun run goes on")
        api("POST", where + "/resume", {"share": 0.5, "reason": "half"})
        worker.holds(case.version())
        ran = [worker.do("begin") for _ in range(60)]
        for run in ran:
            same(run["refused"] is not None, bucket("stop", run["run"]) >= 0.5, "share of " + run["run"])
        assert any(run["refused"] for run in ran) and any(not run["refused"] for run in ran)
        for run in ran:
            worker.do("end", run=run["run"])
        api("POST", where + "/resume", {"share": 1, "reason": "all"})
        worker.holds(case.version())
        same(worker.do("begin")["refused"], None, "resumed")
    case.measured["stopMs"] = [round(s * 1000) for s in pushed]
    assert max(pushed) < 1.5, f"a stop took {pushed}"
    worker.do("end", run=begun)


def limits(case, worker):
    api("PUT", case.path + "/limits", {"maxActions": 3, "reason": "e2e"})
    worker.holds(case.version())
    run = worker.do("begin")["run"]
    results = [worker.do("call", run=run, tool="read_file", args={"n": n})["refused"] for n in range(4)]
    same(results, [None, None, None, "limit"], "limit")
    worker.do("end", run=run)
    run = worker.do("begin")["run"]
    results = [worker.do("model", run=run)["refused"] for n in range(4)]
    same(results, [None, None, None, "limit"], "limit of model calls")
    worker.do("end", run=run)
    api("PUT", case.path + "/limits", {"reason": "e2e"})
    worker.holds(case.version())


def rotation(case, worker):
    before = {item["keyId"] for item in api("GET", "/api/v1/policy/keys")["items"]}
    api("POST", "/api/v1/policy/keys", {"reason": "e2e"})
    after = {item["keyId"] for item in api("GET", "/api/v1/policy/keys")["items"]}
    assert after - before, "no new key"
    case.rules([{**RULES[0], "reason": "Still."}, *RULES[1:]])
    document = api("GET", case.path + "/policy", key=case.key)
    assert document["signature"]["keyId"] in after - before, "the policy is not signed by the new key"
    began = time.monotonic()
    worker.holds(document["version"], 10)
    case.measured["afterRotationMs"] = round((time.monotonic() - began) * 1000)
    same(worker.do("status")["source"], "server", "source")


def holders(case, worker):
    version = case.version()
    def holds():
        items = api("GET", case.path + "/policy/holders")["items"]
        return [i for i in items if i["version"] == version and i["sdk"].startswith(case.language)] or None
    began = time.monotonic()
    items = until(holds, 30, 0.2)
    case.measured["holdersMs"] = round((time.monotonic() - began) * 1000)
    same(len(items), 1, "holders")


def ready():
    try:
        with urllib.request.urlopen(URL + "/health/ready", timeout=2) as answer:
            return answer.status == 200
    except OSError:
        return False


def away(case, worker):
    """The server is killed under load and stays away for a while."""
    if "SERVER_KILL" not in os.environ:
        return
    worker.do("end", run=worker.do("begin")["run"])
    assert worker.do("flush", seconds=20)["flushed"]
    known = until(lambda: (n := len(case.runs())) and n)
    load = worker.tell("load", seconds=OUTAGE + 12, pause=0.02)
    time.sleep(3)
    subprocess.run(os.environ["SERVER_KILL"], shell=True, check=True)
    killed = time.monotonic()
    time.sleep(5)
    # another process of the agent begins while the server is away, with what the disk holds
    with case.worker(METAAGENT_WITHOUT_POLICY="closed", METAAGENT_DURABLE="on") as second:
        status = second.do("status")
        same(status["source"], "disk", "source of a process that begins without the server")
        same(status["version"], worker.do("status")["version"], "version on disk")
        run = second.do("begin")
        same(run["refused"], None, "run by the policy from disk")
        same(second.do("call", run=run["run"], tool="drop_table", args={})["refused"], "denied", "rule from disk")
        second.do("end", run=run["run"])
        time.sleep(max(0, OUTAGE - (time.monotonic() - killed)))
        subprocess.run(os.environ["SERVER_START"], shell=True, check=True)
        until(ready, 90, 0.2)
        back = time.monotonic()
        counts, loaded = worker.get(load, 60)
        assert second.do("flush", 90, seconds=80)["flushed"], "the second process is not flushed"
    same((counts["errors"], counts["wrong"]), (0, 0), f"agent calls that failed {counts}")
    assert worker.do("flush", 90, seconds=80)["flushed"], "not flushed"
    wanted = known + counts["runs"] + 1
    arrived = until(lambda: (n := len({r["id"] for r in case.runs()})) >= wanted and n, 60, 1)
    end = time.monotonic()
    case.measured["away"] = {
        **{name: value for name, value in counts.items() if name != "id"},
        "wanted": wanted,
        "arrived": arrived,
        "outageSeconds": round(back - killed, 1),
        # the load goes on for some seconds after the server is back
        "caughtUpSeconds": round(end - max(back, loaded), 1),
    }
    same(arrived, wanted, "runs that arrived")
    case.rules([{**RULES[0], "reason": "Again."}, *RULES[1:]])
    worker.holds(case.version(), 60)


def prove(language):
    with tempfile.TemporaryDirectory() as folder:
        case = Case(language, folder)
        case.rules(RULES)
        with case.worker(METAAGENT_DURABLE="on") as worker:
            worker.holds(case.version())
            for step in STEPS:
                began = time.monotonic()
                try:
                    step(case, worker)
                    print(f"{language}: {step.__name__} passed ({time.monotonic() - began:.1f} s)", flush=True)
                except AssertionError as problem:
                    FAILED.append(f"{language}: {step.__name__}: {problem}")
                    print(f"{language}: {step.__name__} FAILED: {problem}", flush=True)


FAILED = []
ALL = (prompts, tool_rules, approvals, stops, limits, holders, rotation, holders, away, holders)
ONLY = os.environ.get("ONLY", "").split()
STEPS = [step for step in ALL if not ONLY or step.__name__ in ONLY]
for one in sys.argv[1:]:
    prove(one)
print(json.dumps(MEASURED, indent=2))
if "OUT" in os.environ:
    Path(os.environ["OUT"]).write_text(json.dumps(MEASURED, indent=2) + "\n")
print(f"  {len(STEPS) * len(sys.argv[1:]) - len(FAILED)} passed")
print(f"  {len(FAILED)} failed")
sys.exit(1 if FAILED else 0)
