package dev.metaagent.search.executions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metaagent.tenancy.Organizations;
import dev.metaagent.testing.Asking;
import dev.metaagent.testing.SentRun;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class ExecutionsTest {

  private final Instant now = Clock.systemUTC().instant().truncatedTo(ChronoUnit.MILLIS);

  private SentRun run(String agent, long minutesAgo) {
    return SentRun.of(agent, now.minus(Duration.ofMinutes(minutesAgo)));
  }

  @Test
  void areListedNewestFirstWithWhatTheyUsed() {
    Asking asking = new Asking();
    SentRun older = run("Writer", 20);
    SentRun newer = run("Writer", 10).failing();
    asking.send(older, newer);

    JsonNode items = asking.get("/api/v1/executions").get("items");

    assertThat(items).hasSize(2);
    JsonNode first = items.get(0);
    assertThat(first.get("id").asString()).isEqualTo(newer.id());
    assertThat(first.get("status").asString()).isEqualTo("error");
    assertThat(first.get("success").get("value").asBoolean()).isFalse();
    assertThat(first.get("error").get("message").asString()).isNotBlank();
    JsonNode second = items.get(1);
    assertThat(second.get("id").asString()).isEqualTo(older.id());
    assertThat(second.get("agent").get("name").asString()).isEqualTo("Writer");
    assertThat(second.get("status").asString()).isEqualTo("ok");
    assertThat(second.get("durationMs").asLong()).isEqualTo(2000);
    assertThat(second.get("inputTokens").asLong()).isEqualTo(1000);
    assertThat(second.get("models").get(0).asString()).isEqualTo("gpt-4o");
    assertThat(second.get("costUsd").asString()).isEqualTo("0.0035");
    assertThat(second.get("total").get("actionCount").asInt()).isEqualTo(3);
    assertThat(second.get("sessionId").isNull()).isTrue();
    assertThat(second.get("attributes").isObject()).isTrue();
  }

  @Test
  void areFoundByEveryFilter() {
    Asking asking = new Asking();
    SentRun found =
        run("Writer", 5)
            .failing()
            .lasting(Duration.ofSeconds(9))
            .with("gen_ai.conversation.id", "talk-1")
            .with("metaagent.user.id", "user-1")
            .with("metaagent.environment", "staging")
            .with("metaagent.agent.version", "v7")
            .with("metaagent.prompt.name", "greeting")
            .with("metaagent.prompt.version", "12")
            .with("metaagent.arm", "treatment")
            .with("metaagent.task.class", "refund")
            .with("metaagent.attr.locale", "de");
    asking.send(found, run("Reader", 6));
    String errorType =
        asking
            .get("/api/v1/executions?failed=true")
            .get("items")
            .get(0)
            .get("error")
            .get("type")
            .asString("");

    List<String> filters =
        new ArrayList<>(
            List.of(
                "agent=Writer",
                "agent=writer",
                "status=error",
                "success=false",
                "failed=true",
                "sessionId=talk-1",
                "userId=user-1",
                "environment=staging",
                "version=v7",
                "promptName=greeting",
                "promptVersion=12",
                "arm=treatment",
                "taskClass=refund",
                "minDurationMs=8999.5",
                "attr.locale=de",
                "traceId=" + found.trace(),
                "from=-330s&to=now",
                "agent=Writer&failed=true&model=gpt-4o&minCostUsd=0.001&root=true"));
    if (!errorType.isEmpty()) {
      filters.add("errorType=" + Asking.encoded(errorType));
    }
    for (String filter : filters) {
      JsonNode items = asking.get("/api/v1/executions?" + filter).get("items");
      assertThat(items).as(filter).hasSize(1);
      assertThat(items.get(0).get("id").asString()).as(filter).isEqualTo(found.id());
    }
    for (String filter :
        List.of("agent=Nobody", "root=false", "minCostUsd=1", "attr.locale=fr", "arm=control")) {
      assertThat(asking.get("/api/v1/executions?" + filter).get("items")).as(filter).isEmpty();
    }
  }

  @Test
  void areFoundByAttributesThatWereDeclaredForSearching() {
    Asking asking = new Asking();
    asking.bean(Organizations.class).declareAttributes(asking.organization(), List.of("locale"));
    SentRun found = run("Writer", 5).with("metaagent.attr.locale", "de").failing();
    asking.send(found, run("Writer", 6).with("metaagent.attr.locale", "de"), run("Writer", 7));

    assertThat(asking.get("/api/v1/executions?attr.locale=de").get("items")).hasSize(2);
    assertThat(Asking.texts(asking.get("/api/v1/executions?attr.locale=de&failed=true"), "id"))
        .containsExactly(found.id());
    assertThat(asking.get("/api/v1/executions/histogram?attr.locale=de").get("total").asInt())
        .isEqualTo(2);
  }

  @Test
  void ofAnotherOrganizationAreNotSeen() {
    SentRun run = run("Writer", 5);
    new Asking().send(run);

    assertThat(new Asking().get("/api/v1/executions?traceId=" + run.trace()).get("items"))
        .isEmpty();
    assertThat(new Asking().raw("/api/v1/executions/" + run.id()).statusCode()).isEqualTo(404);
  }

  @Test
  void areReadPageByPageWithoutGapsOrRepeats() {
    Asking asking = new Asking();
    SentRun[] runs = new SentRun[23];
    for (int i = 0; i < runs.length; i++) {
      // some begin at the same time
      runs[i] = run("Writer", 10 + i / 3);
    }
    asking.send(runs);

    List<String> ids = new ArrayList<>();
    String cursor = "";
    do {
      JsonNode page = asking.get("/api/v1/executions?model=gpt-4o&limit=5&cursor=" + cursor);
      ids.addAll(Asking.texts(page, "id"));
      cursor = page.get("nextCursor").asString("");
    } while (!cursor.isEmpty());

    assertThat(ids).hasSize(23).doesNotHaveDuplicates();
    List<String> all = Asking.texts(asking.get("/api/v1/executions?limit=500"), "id");
    assertThat(ids).isEqualTo(all);
  }

  @Test
  void olderThanADayAreShownOnlyWhenNothingIsNewer() {
    Asking asking = new Asking();
    SentRun old = run("Writer", 60 * 30);
    asking.send(old);

    assertThat(Asking.texts(asking.get("/api/v1/executions"), "id")).containsExactly(old.id());
    assertThat(asking.get("/api/v1/executions?from=-24h").get("items")).isEmpty();

    SentRun fresh = run("Writer", 1);
    asking.send(fresh);
    assertThat(Asking.texts(asking.get("/api/v1/executions"), "id")).containsExactly(fresh.id());
    assertThat(asking.get("/api/v1/executions?from=-2d").get("items")).hasSize(2);
  }

  @Test
  void areCountedByTime() {
    Asking asking = new Asking();
    asking.send(
        run("Writer", 5).lasting(Duration.ofSeconds(1)),
        run("Writer", 5).failing(),
        run("Writer", 50));

    JsonNode hour = asking.get("/api/v1/executions/histogram?from=-1h&to=now");

    assertThat(hour.get("total").asInt()).isEqualTo(3);
    assertThat(hour.get("failed").asInt()).isEqualTo(1);
    assertThat(hour.get("complete").asBoolean()).isTrue();
    assertThat(hour.get("stepMs").asInt()).isEqualTo(30_000);
    assertThat(hour.get("successRate").get("n").asInt()).isEqualTo(3);
    assertThat(hour.get("successRate").get("value").asDouble()).isEqualTo(2 / 3.0);
    assertThat(hour.get("latencyP95Ms").asInt()).isEqualTo(2000);
    int sum = 0;
    for (JsonNode point : hour.get("points")) {
      sum += point.get("executions").asInt();
    }
    assertThat(sum).isEqualTo(3);
    assertThat(hour.get("points").size()).isBetween(120, 122);
    assertThat(asking.get("/api/v1/executions/histogram?from=-1h&failed=true").get("total").asInt())
        .isEqualTo(1);
  }

  @Test
  void thatFailedAreComparedWithTheOthers() {
    Asking asking = new Asking();
    SentRun[] runs = new SentRun[40];
    for (int i = 0; i < runs.length; i++) {
      SentRun run = run("Writer", 10 + i).with("metaagent.attr.locale", i < 12 ? "de" : "en");
      runs[i] = i < 10 ? run.failing() : run;
    }
    asking.send(runs);

    JsonNode facets = asking.get("/api/v1/executions/facets?agent=Writer&failed=true");

    assertThat(facets.get("failed").asInt()).isEqualTo(10);
    assertThat(facets.get("other").asInt()).isEqualTo(30);
    JsonNode trait = facets.get("traits").get(0);
    assertThat(trait.get("field").asString()).isEqualTo("attr.locale");
    assertThat(trait.get("value").asString()).isEqualTo("de");
    assertThat(trait.get("failedShare").asDouble()).isEqualTo(1.0);
    assertThat(trait.get("otherCount").asInt()).isEqualTo(2);
  }

  @Test
  void areExportedOneOnEachLine() {
    Asking asking = new Asking();
    asking.send(run("Writer", 3), run("Writer", 2), run("Reader", 1));

    var response = asking.raw("/api/v1/executions/export?agent=Writer");

    assertThat(response.headers().firstValue("Content-Type").orElse("")).contains("ndjson");
    assertThat(response.body().lines()).hasSize(2).allMatch(line -> line.contains("\"Writer\""));
  }

  @Test
  void refuseWhatCannotBeUnderstoodAndNameEveryField() {
    Asking asking = new Asking();

    var response =
        asking.raw(
            "/api/v1/executions?status=broken&from=yesterday&limit=501&minCostUsd=much&traceId=xyz&colour=red&cursor=abc&q=%00");

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body())
        .contains(
            "invalid_field",
            "\"status\"",
            "\"from\"",
            "\"limit\"",
            "\"minCostUsd\"",
            "\"traceId\"",
            "\"colour\"",
            "\"cursor\"",
            "\"q\"");
    assertThat(asking.raw("/api/v1/executions?success=true&failed=true").statusCode())
        .isEqualTo(400);
    assertThat(asking.raw("/api/v1/executions?from=-1h&to=-2h").statusCode()).isEqualTo(400);
    for (String nothing : List.of("from=-", "to=-", "from=-h")) {
      assertThat(asking.raw("/api/v1/executions?" + nothing).statusCode())
          .as(nothing)
          .isEqualTo(400);
    }
  }
}
