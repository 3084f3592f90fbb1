"""The log on disk: survives failures of the disk and the server, and counts what it drops."""

import errno
import os

import pytest

from metaagent.problems import Problems
from metaagent.telemetry.batch import Record
from metaagent.telemetry.disk_log import DiskLog, left_behind
from metaagent.telemetry.frames import frame
from metaagent.telemetry.segment import Segment, SegmentWriter
from support.waiting import until

MB = 1024 * 1024


def records(first, count, size=10):
    return [Record(number, b"%0*d" % (size, number)) for number in range(first, first + count)]


@pytest.fixture
def log(tmp_path):
    log = DiskLog(tmp_path, "instance-1", 64 * MB, Problems())
    assert log.open()
    yield log
    log.close()


def run(client, name):
    with client.agent("desk").execution() as execution, execution.tool(name):
        pass


def numbers(log):
    """Everything that the log holds, taken as the sender does."""
    found = []
    while (batch := log.take()) is not None:
        found += [record.number for record in batch.records]
        log.done(batch)
    return found


def test_records_come_out_as_they_went_in(log):
    log.append(records(1, 3))
    batch = log.take()
    assert [r.payload for r in batch.records] == [b"0000000001", b"0000000002", b"0000000003"]
    assert (batch.instance, batch.dropped) == ("instance-1", 0)
    log.done(batch)
    assert log.take() is None and log.is_empty()


def test_a_batch_that_was_not_done_is_taken_again(log):
    log.append(records(1, 2))
    assert log.take().records == log.take().records


def test_large_and_many_records_go_into_several_segments(log):
    log.append(records(1, 1200) + records(1201, 5, MB // 2))
    assert log.take().records[-1].number == 512
    assert numbers(log) == list(range(1, 1206))


def test_a_record_larger_than_a_segment_has_one_of_its_own(log):
    log.append(records(1, 1) + records(2, 1, 3 * MB) + records(3, 1))
    assert [len(log.take().records), *numbers(log)] == [1, 1, 2, 3]


def test_numbers_that_are_missing_begin_a_new_batch(log):
    log.append([*records(1, 2), *records(5, 2)])
    assert [r.number for r in log.take().records] == [1, 2]
    assert numbers(log) == [1, 2, 5, 6]


def test_the_oldest_segment_is_dropped_and_counted_even_after_a_restart(log, tmp_path):
    log.append(records(1, 600))
    assert log.drop_oldest() == 512
    log.note_dropped(3)
    log.close()
    again = DiskLog(tmp_path, "instance-1", MB, Problems())
    assert again.open() and again.take().dropped == 515
    assert numbers(again) == list(range(513, 601))


def test_what_is_being_sent_is_not_dropped(log):
    log.append(records(1, 2))
    log.take()
    assert log.drop_oldest() == 0
    log.append(records(3, 2))
    assert log.drop_oldest() == 2
    assert numbers(log) == [1, 2]


def test_a_segment_that_is_cut_off_gives_what_is_whole(tmp_path):
    folder = tmp_path / "dead"
    folder.mkdir()
    whole = frame(b"one") + frame(b"two")
    (folder / f"{7:020d}.log").write_bytes(whole + frame(b"three")[:-1])
    (folder / "notes.txt").write_text("not ours")
    problems = Problems()
    (log,) = left_behind(tmp_path, "own", problems)
    assert [(r.number, r.payload) for r in log.take().records] == [(7, b"one"), (8, b"two")]
    assert "12 bytes are lost" in problems.current()[0]


def test_a_segment_without_a_whole_record_is_removed(tmp_path):
    folder = tmp_path / "dead"
    folder.mkdir()
    (folder / f"{1:020d}.log").write_bytes(b"\0" * 100)
    (log,) = left_behind(tmp_path, "own", Problems())
    assert log.take() is None
    assert list(folder.glob("*.log")) == []


def test_folders_in_which_nothing_was_left_are_removed(tmp_path):
    (tmp_path / "dead").mkdir()
    assert left_behind(tmp_path, "own", Problems()) == []
    assert not (tmp_path / "dead").exists()


def test_a_folder_that_is_in_use_is_not_adopted(log, tmp_path):
    log.append(records(1, 1))
    assert left_behind(tmp_path, "other", Problems()) == []


def test_a_failed_write_leaves_no_half_record(tmp_path, monkeypatch):
    writer = SegmentWriter(tmp_path, 1)
    writer.append(records(1, 1))
    real = os.write

    def full(file, content):
        if len(content) > 4:
            return real(file, content[:4])
        raise OSError(errno.ENOSPC, "no space")

    monkeypatch.setattr("metaagent.telemetry.segment.os.write", full)
    with pytest.raises(OSError):
        writer.append(records(2, 1))
    monkeypatch.undo()
    assert Segment(writer.segment.path, 1, None, 0).read() == (records(1, 1), 0)


def test_durable_spans_are_sent_with_their_numbers_and_removed(server, connect, tmp_path):
    client = connect(durable=True)
    for number in range(3):
        run(client, f"t{number}")
    assert client.flush()
    headers = [headers for headers, _ in server.traces]
    assert headers[0]["MetaAgent-Sequence"].startswith("1-")
    assert headers[-1]["MetaAgent-Sequence"].endswith("-6")
    assert {h["MetaAgent-Dropped"] for h in headers} == {"0"}
    assert list((tmp_path / "data").rglob("*.log")) == []


def test_only_durable_telemetry_is_numbered(server, connect):
    client = connect()
    run(client, "t")
    assert client.flush()
    assert "MetaAgent-Sequence" not in server.traces[0][0]


def test_a_log_that_is_full_drops_the_oldest_and_says_so(server, connect):
    server.statuses["/v1/traces"] = 503
    client = connect(durable=True, log_bytes=30_000)
    for number in range(60):
        run(client, f"t{number}")
    server.retry_after = "0"
    until(lambda: not client._pipeline._queue and not client._pipeline._writing)
    del server.statuses["/v1/traces"]
    assert client.flush()
    dropped = int(server.traces[-1][0]["MetaAgent-Dropped"])
    assert dropped > 0 and len(server.spans()) == 120 - dropped
    assert "execute_tool t59" in [span.name for span in server.spans()]


def test_a_disk_that_fails_is_a_problem_and_telemetry_goes_on(server, connect, monkeypatch):
    client = connect(durable=True)
    run(client, "on-disk")
    assert client.flush()

    def fail(file):
        raise OSError(errno.EIO, "disk failed")

    monkeypatch.setattr("metaagent.telemetry.segment.os.fsync", fail)
    run(client, "in-memory")
    assert client.flush()
    monkeypatch.undo()
    names = [span.name for span in server.spans()]
    assert names.count("execute_tool in-memory") == 1
    assert any("telemetry is kept in memory only" in text for text in client.problems.current())
    assert server.traces[-1][0]["MetaAgent-Sequence"] == "3-4"


def test_a_folder_that_cannot_be_made_leaves_memory(server, connect, tmp_path):
    (tmp_path / "file").write_text("")
    client = connect(durable=True, data=tmp_path / "file")
    run(client, "t")
    assert client.flush()
    assert len(server.spans()) == 2
    assert any("telemetry is kept in memory only" in text for text in client.problems.current())


def test_a_record_that_is_refused_for_good_is_set_aside(server, connect, tmp_path):
    server.max_spans = 0
    client = connect(durable=True)
    run(client, "t")
    assert client.flush()
    aside = sorted(path.name for path in (tmp_path / "data").rglob("aside/*"))
    instance = client._identity.instance
    assert aside == [f"{instance}-{n:020d}.log" for n in (1, 2)]


def test_the_disk_is_used_again_when_it_works_again(server, connect, tmp_path, monkeypatch):
    monkeypatch.setattr("metaagent.telemetry.fallback_log.DISK_PAUSE_SECONDS", 0.0)
    client = connect(durable=True)
    with monkeypatch.context() as broken:
        broken.setattr("metaagent.telemetry.segment.os.fsync", _fail)
        run(client, "in-memory")
        assert client.flush()
        assert any("telemetryInMemory" in text for text in client.problems.current())
    server.statuses["/v1/traces"] = 503
    run(client, "on-disk")
    until(lambda: list((tmp_path / "data").rglob("*.log")))
    until(lambda: not client._pipeline._writing)
    assert not any("telemetryInMemory" in text for text in client.problems.current())


def _fail(file):
    raise OSError(errno.EIO, "disk failed")
