package dev.metaagent.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metaagent.access.ApiKeys;
import dev.metaagent.access.KeyScope;
import dev.metaagent.tenancy.Tenant;
import dev.metaagent.testing.Asking;
import dev.metaagent.testing.SentRun;
import dev.metaagent.testing.TestKeys;
import dev.metaagent.testing.TestServer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Two servers over one database: telemetry comes in at one of them.
class LiveTest {

  private final TestServer node = TestServer.remote();
  private final TestServer otherNode = TestServer.local();
  private final Asking mine = new Asking();
  private final String key = TestKeys.key(node, mine.organization(), KeyScope.READ);

  private static SentRun run(String agent) {
    return SentRun.of(agent, Instant.now().minusSeconds(3));
  }

  private static List<String> ids(JsonNode rows) {
    return rows.values().stream().map(row -> row.get("id").asString()).toList();
  }

  private static boolean contains(JsonNode frame, String field, String id) {
    return frame.has(field) && ids(frame.get(field)).contains(id);
  }

  @Test
  void aSnapshotComesFirstAndThenWhatComesIn() {
    SentRun before = run("Early");
    mine.send(before);
    try (Watching client = Watching.as(node, key)) {
      List<JsonNode> answers =
          client.watch(
              "{\"type\":\"subscribe\",\"topics\":[\"health\",\"status\",\"tail\",\"runs\"]}", 4);
      assertThat(answers).allSatisfy(frame -> assertThat(frame.get("gap").asBoolean()).isFalse());
      assertThat(ids(answers.get(2).get("actions")))
          .contains(before.trace() + "-" + SentRun.spanId(2));
      assertThat(ids(answers.get(3).get("executions"))).containsExactly(before.id());

      SentRun run = run("Live").failing();
      mine.send(run);
      // the earlier run may be told once more
      JsonNode tail =
          client.next(frame -> contains(frame, "actions", run.trace() + "-" + SentRun.spanId(1)));
      assertThat(ids(tail.get("actions")))
          .containsExactlyInAnyOrder(
              run.trace() + "-" + SentRun.spanId(1),
              run.trace() + "-" + SentRun.spanId(2),
              run.trace() + "-" + SentRun.spanId(3));
      JsonNode runs = client.next(frame -> contains(frame, "executions", run.id()));
      assertThat(runs.get("executions").get(0).get("status").asString()).isEqualTo("error");
      JsonNode health =
          client.next(frame -> Watching.type(frame).equals("health") && runsOf(frame, "Live") == 1);
      assertThat(health.get("agents").size()).isPositive();
    }
  }

  private static long runsOf(JsonNode health, String agent) {
    return health.get("agents").values().stream()
        .filter(each -> each.get("name").asString().equals(agent))
        .mapToLong(each -> each.get("windows").get("5m").get("executions").asLong())
        .findFirst()
        .orElse(-1);
  }

  @Test
  void whoWatchesAnotherNodeSeesTheSame() {
    try (Watching client = Watching.as(otherNode, key)) {
      client.watch("{\"type\":\"subscribe\",\"topics\":[\"health\",\"tail\",\"runs\"]}", 3);
      SentRun run = run("Far");
      mine.send(run);
      client.next(frame -> contains(frame, "executions", run.id()));
      client.next(frame -> Watching.type(frame).equals("health") && runsOf(frame, "Far") == 1);
    }
  }

  @Test
  void anotherOrganizationSeesNothing() {
    Asking other = new Asking();
    try (Watching client =
        Watching.as(node, TestKeys.key(node, other.organization(), KeyScope.ADMIN))) {
      client.watch(
          "{\"type\":\"subscribe\",\"topics\":[\"health\",\"status\",\"tail\",\"runs\"]}", 4);
      SentRun run = run("Secret");
      try (Watching own = Watching.as(node, key)) {
        own.watch("{\"type\":\"subscribe\",\"topics\":[\"runs\",\"health\"]}", 2);
        mine.send(run);
        own.next(frame -> contains(frame, "executions", run.id()));
        own.next(frame -> Watching.type(frame).equals("health") && runsOf(frame, "Secret") == 1);
      }
      client.ask("{\"type\":\"subscribe\",\"topics\":[\"executions:" + run.id() + "\"]}");
      JsonNode snapshot = client.next(frame -> !Watching.type(frame).equals("heartbeat"));
      assertThat(snapshot.get("execution").isNull()).isTrue();
      assertThat(client.poll(Duration.ofMillis(500))).isNull();
    }
  }

  @Test
  void aTailWithAFilterShowsNothingElse() {
    SentRun before = run("Wanted");
    mine.send(before, run("Unwanted"));
    try (Watching client = Watching.as(node, key)) {
      JsonNode snapshot =
          client
              .watch(
                  """
                  {"type":"subscribe","topics":["tail"],"filter":{"agent":"Wanted","kind":"tool","q":"ORDERS"}}
                  """,
                  1)
              .getFirst();
      assertThat(snapshot.get("actions").size()).isOne();
      SentRun wanted = run("Wanted");
      mine.send(run("Unwanted"), wanted);
      // what the snapshot shows may be told once more: rows are replaced by their id
      Set<String> told = new HashSet<>();
      while (!told.contains(wanted.trace() + "-" + SentRun.spanId(3))) {
        told.addAll(ids(client.next("tail").get("actions")));
      }
      assertThat(told)
          .isSubsetOf(
              before.trace() + "-" + SentRun.spanId(3), wanted.trace() + "-" + SentRun.spanId(3));
    }
  }

  @Test
  void aFilterFindsAPersonByTheValueThatWasReplaced() {
    mine.send(run("Writer to ada@x.example"), run("Writer to bob@x.example"));
    try (Watching client = Watching.as(node, key)) {
      JsonNode snapshot =
          client
              .watch(
                  """
                  {"type":"subscribe","topics":["runs"],"filter":{"q":"Ada@x.example"}}
                  """,
                  1)
              .getFirst();
      assertThat(snapshot.get("executions").size()).isOne();
    }
  }

  @Test
  void aWatchedExecutionIsToldWheneverItChanges() {
    SentRun run = run("Growing");
    mine.send(run);
    try (Watching client = Watching.as(node, key)) {
      JsonNode snapshot =
          client
              .watch("{\"type\":\"subscribe\",\"topics\":[\"executions:" + run.id() + "\"]}", 1)
              .getFirst();
      long actions = snapshot.get("execution").get("actionCount").asLong();
      mine.send(run("Another"), run.withTools(2));
      JsonNode frame = client.next("execution");
      assertThat(frame.get("execution").get("id").asString()).isEqualTo(run.id());
      assertThat(frame.get("execution").get("actionCount").asLong()).isEqualTo(actions + 2);
    }
  }

  @Test
  void whoWasCutOffAgainAndAgainMissesNothing() throws InterruptedException {
    List<String> sent = new ArrayList<>();
    List<String> received = new ArrayList<>();
    AtomicBoolean done = new AtomicBoolean();
    Thread sender =
        Thread.ofVirtual()
            .start(() -> {
              for (int i = 0; i < 60; i++) {
                SentRun run = run("Steady");
                sent.add(run.id());
                mine.send(run);
              }
              done.set(true);
            });
    String cursor = null;
    int node = 0;
    long until = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while ((!done.get() || Set.copyOf(received).size() < sent.size())
        && System.nanoTime() < until) {
      // the next connection may be to another node
      try (Watching client = Watching.as(node++ % 2 == 0 ? this.node : otherNode, key)) {
        String from = cursor == null ? "" : ",\"resumeFrom\":\"" + cursor + "\"";
        client.ask("{\"type\":\"subscribe\",\"topics\":[\"runs\"]" + from + "}");
        for (int frames = 0; frames < 4; frames++) {
          JsonNode frame = client.poll(Duration.ofMillis(300));
          if (frame != null && frame.has("executions")) {
            assertThat(frame.path("gap").asBoolean(false)).isFalse();
            received.addAll(ids(frame.get("executions")));
          }
        }
        cursor = client.cursor() == null ? cursor : client.cursor();
        client.cut();
      }
    }
    sender.join();
    // what was committed while the first snapshot was read may be sent again, under the same id
    assertThat(Set.copyOf(received)).containsExactlyInAnyOrderElementsOf(sent);
    assertThat(received).hasSizeLessThan(sent.size() + 5);
  }

  @Test
  void whoWasAwayTooLongGetsASnapshotAndIsToldOfTheGap() {
    mine.send(run("Old"));
    try (Watching client = Watching.as(node, key)) {
      JsonNode snapshot =
          client
              .watch("{\"type\":\"subscribe\",\"topics\":[\"tail\"],\"resumeFrom\":\"1-1-1\"}", 1)
              .getFirst();
      assertThat(Watching.type(snapshot)).isEqualTo("snapshot");
      assertThat(snapshot.get("gap").asBoolean()).isTrue();
      assertThat(snapshot.get("actions").size()).isPositive();
    }
  }

  @Test
  void aMessageThatCannotBeHeededIsAnsweredAndTheConnectionGoesOn() {
    try (Watching client = Watching.as(node, key)) {
      for (String wrong :
          List.of(
              "no json",
              "{\"type\":\"subscribe\"}",
              "{\"type\":\"subscribe\",\"topics\":[\"keys\"]}",
              "{\"type\":\"order\",\"topics\":[\"tail\"]}",
              "{\"type\":\"subscribe\",\"topics\":[\"tail\"],\"resumeFrom\":\"yesterday\"}",
              "{\"type\":\"subscribe\",\"topics\":[\"tail\"],\"filter\":{\"agent\":\"Nobody\"}}")) {
        client.ask(wrong);
        assertThat(client.next("error").get("message").asString()).as(wrong).isNotBlank();
      }
      assertThat(client.watch("{\"type\":\"subscribe\",\"topics\":[\"tail\"]}", 1)).hasSize(1);
    }
  }

  @Test
  void whoSendsTooMuchIsDismissed() {
    try (Watching client = Watching.as(node, key)) {
      for (int i = 0; i < 60; i++) {
        client.sendIfOpen("{\"type\":\"unsubscribe\",\"topics\":[\"tail\"]}");
      }
      assertThat(client.next("notice").get("code").asString()).isEqualTo("rate_limited");
      assertThat(client.closeCode()).isEqualTo(4029);
    }
  }

  @Test
  void aRevokedKeyWatchesNoLonger() {
    try (Watching client = Watching.as(node, key)) {
      client.watch("{\"type\":\"subscribe\",\"topics\":[\"tail\"]}", 1);
      String id = key.split("_", -1)[2];
      Tenant.run(mine.organization(), () -> node.bean(ApiKeys.class).revoke(id, "test", "test"));
      assertThat(client.next("notice").get("code").asString()).isEqualTo("unauthenticated");
      assertThat(client.closeCode()).isEqualTo(4001);
    }
  }
}
