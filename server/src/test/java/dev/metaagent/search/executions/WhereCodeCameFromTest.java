package dev.metaagent.search.executions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metaagent.testing.Asking;
import dev.metaagent.testing.SentRun;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// The source that a run says it was built from, and the places in the code that its actions name.
class WhereCodeCameFromTest {

  private static final String COMMIT =
      "9d59409acf479dfa0df1aa568182e43e43df8bbe28d60fcf2bc52e30068802cc";

  private final Asking asking = new Asking();
  private final Instant now = Clock.systemUTC().instant();

  @Test
  void aRunShowsItsCommitAndNeverTheCredentialsOfItsRepository() {
    SentRun run =
        SentRun.of("Writer", now)
            .with("vcs.repository.url.full", "https://hidden-t0ken@github.com/acme/writer?t=hidden")
            .with("vcs.ref.head.name", "main")
            .with("vcs.ref.head.revision", COMMIT);
    asking.send(run);

    JsonNode vcs = asking.getAsReader("/api/v1/executions/" + run.id()).get("vcs");

    assertThat(vcs.get("repository").asString()).isEqualTo("https://github.com/acme/writer");
    assertThat(vcs.get("ref").asString()).isEqualTo("main");
    assertThat(vcs.get("commit").asString()).isEqualTo(COMMIT);
    assertThat(asking.get("/api/v1/executions").at("/items/0/vcs")).isEqualTo(vcs);
    JsonNode action =
        asking.get("/api/v1/executions/" + run.id() + "/actions/" + SentRun.spanId(1));
    assertThat(action.toString())
        .contains("\"vcs.repository.url.full\":\"https://github.com/acme/writer\"")
        .doesNotContain("hidden");
  }

  @Test
  void whatIsStoredStaysWhenMoreOfARunArrives() {
    SentRun run = SentRun.of("Writer", now).with("vcs.ref.head.revision", "abc1234");
    asking.send(run);
    String nanos = now.getEpochSecond() + "100000000";
    asking.post(
        List.of(
            Map.of(
                "traceId", run.trace(),
                "spanId", SentRun.spanId(9),
                "parentSpanId", SentRun.spanId(1),
                "name", "execute_tool late",
                "startTimeUnixNano", nanos,
                "endTimeUnixNano", nanos,
                "attributes",
                    List.of(
                        Map.of(
                            "key",
                            "gen_ai.operation.name",
                            "value",
                            Map.of("stringValue", "execute_tool"))))));

    JsonNode execution = asking.get("/api/v1/executions/" + run.id());
    assertThat(execution.get("actionCount").asInt()).isEqualTo(4);
    JsonNode vcs = execution.get("vcs");
    assertThat(vcs.get("commit").asString()).isEqualTo("abc1234");
    assertThat(vcs.get("repository").isNull()).isTrue();
    assertThat(vcs.get("ref").isNull()).isTrue();
  }

  @Test
  void aRunThatDoesNotSayHasNone() {
    SentRun run = SentRun.of("Writer", now);
    asking.send(run);
    JsonNode detail = asking.get("/api/v1/executions/" + run.id());
    assertThat(detail.get("vcs").isNull()).isTrue();
  }

  @Test
  void anActionShowsItsPlaceInTheCodeBesideItsContent() {
    SentRun run =
        SentRun.of("Writer", now)
            .with("code.file.path", "src/writer.py")
            .with("code.line.number", 42)
            .with("code.function.name", "writer.answer");
    asking.send(run);
    String path = "/api/v1/executions/" + run.id() + "/actions";

    JsonNode code = asking.get(path + "/" + SentRun.spanId(1)).get("code");

    assertThat(code.get("file").asString()).isEqualTo("src/writer.py");
    assertThat(code.get("line").asInt()).isEqualTo(42);
    assertThat(code.get("function").asString()).isEqualTo("writer.answer");
    assertThat(asking.get(path + "/" + SentRun.spanId(2)).get("code").isNull()).isTrue();
    assertThat(asking.get(path).at("/items/0/code").isNull()).isTrue();
  }
}
