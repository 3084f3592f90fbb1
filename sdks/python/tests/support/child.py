"""A process of a host, for tests that fork, end or kill it. Run with a name of a function below."""

import multiprocessing
import os
import sys
from time import sleep

from metaagent import MetaAgent


def connect(**settings):
    url, data = sys.argv[2:4]
    return MetaAgent.connect(url, "key-1", data=data, service_name="child", **settings)


def run(client, name):
    with client.agent("desk").execution() as execution, execution.tool(name):
        pass


def ends_without_closing():
    run(connect(durable="durable" in sys.argv), "work")


def is_killed():
    """Works and waits to be killed, after saying what is on disk."""
    client = connect(durable=True)
    for number in range(100):
        run(client, f"t{number}")
    pipeline = client._pipeline
    while pipeline._queue or pipeline._writing:
        sleep(0.001)
    print("written", client._identity.instance, flush=True)
    sleep(60)


def forks():
    client = connect(durable="durable" in sys.argv, agents=["desk"], wait=10)
    run(client, "before")
    child = os.fork()
    if child == 0:
        run(client, "in-child")
        decided = client.agent("desk").policy.tool("shell", {})
        print("child", client._identity.instance, decided.permitted, flush=True)
        os._exit(0 if client.flush() else 1)
    _, status = os.waitpid(child, 0)
    run(client, "after")
    print("parent", client._identity.instance, status, flush=True)
    client.close()


def has_workers():
    """Workers of multiprocessing, which end by themselves."""
    client = connect()
    workers = [
        multiprocessing.get_context("fork").Process(target=run, args=(client, f"w{number}"))
        for number in range(2)
    ]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    client.close()


def sends_what_others_left():
    client = connect(durable=True)
    run(client, "new")
    client.flush()
    client.close()


globals()[sys.argv[1]]()
