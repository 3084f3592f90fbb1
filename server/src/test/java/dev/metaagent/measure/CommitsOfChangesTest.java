package dev.metaagent.measure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metaagent.testing.Asking;
import dev.metaagent.testing.SentRun;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Which commit a change is shown with.
class CommitsOfChangesTest {

  private final Asking asking = new Asking();
  private final Instant now = Clock.systemUTC().instant().truncatedTo(ChronoUnit.MILLIS);

  private SentRun run(String version, long secondsAgo) {
    return SentRun.of("Writer", now.minusSeconds(secondsAgo))
        .with("metaagent.agent.version", version);
  }

  private void deployed(String version, String commit, Instant at) {
    HttpResponse<String> response =
        asking.send(
            "POST",
            "/api/v1/deployments",
            """
            {"agent": "Writer", "version": "%s", "commit": "%s", "at": "%s", "ref": "main"}
            """
                .formatted(version, commit, at));
    assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
  }

  private @Nullable JsonNode commit(String kind, String to) {
    for (JsonNode change : asking.get("/api/v1/changes?agent=Writer&from=-3d").get("items")) {
      if (change.get("kind").asString().equals(kind) && change.get("to").asString("").equals(to)) {
        return change.get("commit");
      }
    }
    return null;
  }

  private JsonNode shown(String to) throws InterruptedException {
    Asking.eventually(() -> commit("version", to) != null);
    JsonNode commit = commit("version", to);
    assertThat(commit).isNotNull();
    return commit;
  }

  @Test
  void itIsTheOneOfTheFirstRunThatHadTheNewVersion() throws InterruptedException {
    asking.send(run("1", 900));
    asking.send(
        run("2", 600)
            .with("vcs.repository.url.full", "https://github.com/acme/writer")
            .with("vcs.ref.head.name", "main")
            .with("vcs.ref.head.revision", "9d59409acf479dfa0df1aa568182e43e43df8bbe"));
    asking.send(run("2", 300).with("vcs.ref.head.revision", "fffffff"));
    deployed("2", "aaaaaaa", now.minusSeconds(700));

    JsonNode commit = shown("2");

    assertThat(commit.get("commit").asString())
        .isEqualTo("9d59409acf479dfa0df1aa568182e43e43df8bbe");
    assertThat(commit.get("repository").asString()).isEqualTo("https://github.com/acme/writer");
    assertThat(commit.get("ref").asString()).isEqualTo("main");
    assertThat(commit.get("source").asString()).isEqualTo("telemetry");
  }

  @Test
  void aRunThatCameLaterAndBeganEarlierDecides() throws InterruptedException {
    asking.send(run("1", 900), run("2", 300).with("vcs.ref.head.revision", "bbbbbbb"));
    assertThat(shown("2").get("commit").asString()).isEqualTo("bbbbbbb");

    asking.send(run("2", 600).with("vcs.ref.head.revision", "ccccccc"));

    Asking.eventually(() -> String.valueOf(commit("version", "2")).contains("ccccccc"));
  }

  @Test
  void whereNoRunSaysItIsTheDeploymentOfThatVersionNearestBefore() throws InterruptedException {
    deployed("2", "1111111", now.minusSeconds(800));
    deployed("2", "2222222", now.minusSeconds(700));
    deployed("2", "3333333", now.minusSeconds(500));
    deployed("3", "4444444", now.minusSeconds(650));
    asking.send(run("1", 900), run("2", 600).calling("gpt-4o-mini"), run("4", 100));

    JsonNode commit = shown("2");

    assertThat(commit.get("commit").asString()).isEqualTo("2222222");
    assertThat(commit.get("ref").asString()).isEqualTo("main");
    assertThat(commit.get("repository").isNull()).isTrue();
    assertThat(commit.get("source").asString()).isEqualTo("deployment");
    assertThat(shown("4").isNull()).isTrue();
    Asking.eventually(() -> commit("model", "gpt-4o-mini") != null);
    assertThat(String.valueOf(commit("model", "gpt-4o-mini"))).isEqualTo("null");
  }

  @Test
  void aPipelineThatReportsAfterTheFirstRunIsShownToo() throws InterruptedException {
    asking.send(run("1", 200_000), run("2", 100_000), run("3", 100_000));
    deployed("2", "5555555", now.minusSeconds(99_000));
    deployed("2", "6666666", now.minusSeconds(98_000));
    deployed("3", "7777777", now.minusSeconds(100_000 - 86_500));
    assertThat(shown("2").get("commit").asString()).isEqualTo("5555555");
    assertThat(shown("2").get("source").asString()).isEqualTo("deployment");
    assertThat(shown("3").isNull()).isTrue();
    deployed("2", "4444444", now.minusSeconds(110_000));
    assertThat(shown("2").get("commit").asString()).isEqualTo("4444444");
  }
}
