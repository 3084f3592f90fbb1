"""What an SDK costs its host: measure.py decide|durable|record|send. Prints JSON.

decide   one step of a governed agent (decide.py), and a governed call of a tool against the same
         call told by plain OpenTelemetry through the same exporter, in turn, in microseconds
durable  spans a second that a host can end in durable mode until all of them are on disk
record   ends spans in durable mode, saying how many are on disk, until it is killed
send     sends what another process left

The last three need METAAGENT_URL and METAAGENT_SDK_DATA.
"""

import json
import sys
import tempfile
from time import monotonic, perf_counter_ns, sleep

import decide  # finds the tests' server, too

from metaagent import MetaAgent
from support.server import FakeServer

RUNS, PAIRS = 120, 50
TEXT = json.dumps(decide.ARGUMENTS)
SECONDS = 5


def refund(**arguments):
    return "refunded"


def plain_call(tracer):
    began = perf_counter_ns()
    with tracer.start_as_current_span("execute_tool stripe.refund") as span:
        span.set_attribute("gen_ai.operation.name", "execute_tool")
        span.set_attribute("gen_ai.tool.name", "stripe.refund")
        span.set_attribute("gen_ai.tool.call.arguments", TEXT)
        span.set_attribute("gen_ai.tool.call.result", refund())
    return perf_counter_ns() - began


def governed_call(run):
    began = perf_counter_ns()
    run.call("stripe.refund", refund, **decide.ARGUMENTS)
    return perf_counter_ns() - began


def compare(client):
    tracer = client.tracer_provider.get_tracer("plain")
    plain, governed = [], []
    for number in range(RUNS):
        with client.agent("desk").execution("question") as run:
            for pair in range(PAIRS):
                if (number + pair) % 2:
                    plain.append(plain_call(tracer))
                    governed.append(governed_call(run))
                else:
                    governed.append(governed_call(run))
                    plain.append(plain_call(tracer))
        client.flush()
    warm = 20 * PAIRS
    return sorted(plain[warm:]), sorted(governed[warm:])


def decisions():
    server = FakeServer()
    server.policies["desk"] = server.key.signed(decide.policy())
    with tempfile.TemporaryDirectory() as data:
        client = MetaAgent.connect(server.url, agents=["desk"], wait=10, data=data)
        steps = decide.measure(client, pause=True)
        plain, governed = compare(client)
        client.close(0)
    server.close()
    return {
        "decideP50Us": decide.at(steps, 0.5),
        "decideP99Us": decide.at(steps, 0.99),
        "decideCount": len(steps),
        **{f"plainP{p}Us": decide.at(plain, p / 100) for p in (50, 99)},
        **{f"governedP{p}Us": decide.at(governed, p / 100) for p in (50, 99)},
        "callCount": len(plain),
    }


def connect():
    return MetaAgent.connect(durable=True, when_full="block", block_seconds=60)


def work(client, count):
    with client.agent("desk").execution("question") as run:
        for _ in range(count - 1):
            with run.tool("stripe.refund", decide.ARGUMENTS) as call:
                call.output("refunded")


def written(client):
    pipeline = client._pipeline
    while pipeline._queue or pipeline._writing:
        sleep(0.001)


def durable():
    client = connect()
    work(client, 1000)
    written(client)
    count, began = 0, monotonic()
    while monotonic() - began < SECONDS:
        work(client, 100)
        count += 100
    written(client)
    return {"perSecond": round(count / (monotonic() - began)), "count": count}


def record():
    client, count = connect(), 0
    while True:
        work(client, 50)
        count += 50
        written(client)
        print(json.dumps({"written": count}), flush=True)


def send():
    client = connect()
    work(client, 1)
    return {"sent": client.flush(60)}


if __name__ == "__main__":
    do = {"decide": decisions, "durable": durable, "record": record, "send": send}
    print(json.dumps(do[sys.argv[1]]()), flush=True)
