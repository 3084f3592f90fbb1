"""Runs an agent and looks after it: approver.py <address> <agent> <command>...

Serves the agent a prompt and a rule that asks about refunds above 200, and runs it twice: the first question is denied,
the second approved. It does over the API what a person does in the dashboard; the server runs in local mode.
"""

import json
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.parse
import urllib.request

address, agent, *command = sys.argv[1:]


def call(method, path, body=None):
    data = None if body is None else json.dumps(body).encode()
    headers = {"Content-Type": "application/json"}
    request = urllib.request.Request(address + path, data, headers, method=method)
    with urllib.request.urlopen(request, timeout=20) as answer:
        return json.loads(answer.read() or b"null")


def govern():
    name = f"{agent}/reply"
    text = "You decide about order {{order}}."
    prompt = {"name": name, "agent": agent, "content": text, "reason": "an example"}
    call("POST", "/api/v1/prompts", prompt)
    label = f"/api/v1/prompts/{urllib.parse.quote(name, safe='')}/labels/production"
    call("PUT", label, {"version": 1, "reason": "an example"})
    large = {"all": [{"path": "amount", "op": "gt", "value": 200}]}
    rule = {"id": "large-refunds", "tool": "refund", "effect": "ask", "askSeconds": 60, "when": large}
    call("PUT", f"/api/v1/agents/{agent}/tool-rules", {"reason": "an example", "rules": [rule]})


def decide(process, decision, decided):
    """Answers the first question of the agent, as long as it runs."""
    while process.poll() is None:
        for question in call("GET", "/api/v1/approvals?state=pending")["items"]:
            if question["agent"]["name"] == agent:
                print(f"asked: {question['tool']} {json.dumps(question['arguments'])}", flush=True)
                call("POST", f"/api/v1/approvals/{question['id']}/{decision}", {"reason": "looked at the order"})
                decided.append(question["id"])
                return
        time.sleep(0.2)


def run(decision, *results):
    """Runs the agent and decides its question: what went wrong."""
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    stop = threading.Timer(90, process.kill)
    stop.start()
    decided = []
    person = threading.Thread(target=decide, args=(process, decision, decided), daemon=True)
    person.start()
    said = process.stdout.read()
    stop.cancel()
    print(said, end="")
    person.join(20)
    if process.wait() != 0:
        yield f"the agent ended with {process.returncode}"
    if not decided:
        yield "nobody was asked"
    if "prompt: 1\n" not in said:
        yield "the prompt is not the one that was served"
    for result in results:
        if result not in said:
            yield f"the answer after {decision} should say: {result}"


govern()
wrong = [
    *run("deny", "Done: ", "efused by policy (deniedByPerson): looked at the order"),
    *run("approve", "Done: 284 USD paid back for order 1042"),
]
for problem in wrong:
    print(f"  Error: {problem}")
sys.exit(1 if wrong else 0)
