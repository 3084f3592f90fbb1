"""A process of a host that does what a test says, line by line: {"id", "do", ...} in, {"id", ...} out."""

import json
import sys
import threading
from time import monotonic, sleep

from metaagent import MetaAgent
from metaagent.decisions import Refusal

AGENT = sys.argv[1]
client = MetaAgent.connect()
agent = client.agent(AGENT)
runs = {}
lock = threading.Lock()


def say(**what):
    with lock:
        print(json.dumps(what), flush=True)


def refusal(value):
    return {"refused": value.kind, "reason": value.reason} if isinstance(value, Refusal) else {"refused": None}


def call(run, tool, args):
    made = []

    def made_with(**arguments):
        made.append(arguments)
        return "done"

    result = run.call(tool, made_with, **args)
    return {"made": made, **refusal(result)}


def load(seconds, pause):
    """Runs, one after the other, each with a permitted and a refused call."""
    end, counts = monotonic() + seconds, {"runs": 0, "wrong": 0, "errors": 0, "slowestMs": 0.0}
    while monotonic() < end:
        began = monotonic()
        try:
            with agent.execution("load") as run:
                first, second = call(run, "read_file", {"n": 1}), call(run, "drop_table", {"n": 2})
                if run.refused or len(first["made"]) != 1 or second["refused"] != "denied":
                    counts["wrong"] += 1
        except Exception as error:
            counts["errors"] += 1
            counts["error"] = repr(error)
        counts["runs"] += 1
        counts["slowestMs"] = max(counts["slowestMs"], (monotonic() - began) * 1000)
        sleep(pause)
    return counts


def answer(order):
    do = order["do"]
    if do == "status":
        status = agent.policy.status()
        return {"version": status.version, "source": status.source, "age": status.age, "problems": status.problems}
    if do == "prompt":
        prompt = agent.policy.prompt("e2e/" + AGENT, default="default")
        return {"text": prompt.render(name="Ada"), "version": prompt.version}
    if do == "begin":
        run = agent.execution("begin").__enter__()
        runs[run.id] = run
        return {"run": run.id, **refusal(run.refusal)}
    if do == "call":
        return call(runs[order["run"]], order["tool"], order["args"])
    if do == "model":
        with runs[order["run"]].llm("model-1", "hi") as call_of_model:
            return refusal(call_of_model.refusal)
    if do == "end":
        runs.pop(order["run"]).end()
        return {}
    if do == "load":
        return load(order["seconds"], order["pause"])
    if do == "flush":
        return {"flushed": client.flush(order["seconds"])}
    raise ValueError(do)


def handle(order):
    try:
        say(id=order["id"], **answer(order))
    except Exception as error:
        say(id=order["id"], error=repr(error))


for line in sys.stdin:
    order = json.loads(line)
    threading.Thread(target=handle, args=(order,), daemon=True).start()
client.close()
