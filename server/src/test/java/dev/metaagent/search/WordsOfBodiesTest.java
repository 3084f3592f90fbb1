package dev.metaagent.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metaagent.testing.Asking;
import dev.metaagent.testing.SentRun;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Viewers see names, numbers and errors, but no bodies: nor may they find out words of them.
class WordsOfBodiesTest {

  private static final String SECRET = "zanzibarsecretwordout";

  private final Asking asking = new Asking();
  private final SentRun run =
      SentRun.of("Capital Finder", Clock.systemUTC().instant())
          .saying("where is it", "it is " + SECRET)
          .failing();

  private int found(String query) {
    return asking.get("/api/v1/executions?" + query).get("items").size();
  }

  private int foundByReader(String query) {
    return asking.getAsReader("/api/v1/executions?" + query).get("items").size();
  }

  @Test
  void aReaderFindsNoWordOfABodyInAnyWay() throws InterruptedException {
    asking.send(run);
    Asking.eventually(() -> found("q=" + SECRET) == 1);
    assertThat(found("q=zan*&traceId=" + run.trace())).isEqualTo(1);

    for (String words : List.of(SECRET, "zan*", "capital+zan*", "where")) {
      assertThat(foundByReader("q=" + words)).as(words).isZero();
      assertThat(foundByReader("q=" + words + "&traceId=" + run.trace())).as(words).isZero();
      assertThat(foundByReader("q=" + words + "&from=-1h")).as(words).isZero();
    }
    // what is not there says as much as what is there
    assertThat(foundByReader("q=capital+-zan*")).isEqualTo(1);
    assertThat(found("q=capital+-zan*")).isZero();
    JsonNode histogram = asking.getAsReader("/api/v1/executions/histogram?q=zan*");
    assertThat(histogram.get("total").asInt()).isZero();
    JsonNode facets = asking.getAsReader("/api/v1/executions/facets?q=zan*");
    assertThat(facets.get("failed").asInt()).isZero();
  }

  @Test
  void aReaderFindsNamesAndErrors() throws InterruptedException {
    asking.send(run);
    Asking.eventually(() -> found("q=" + SECRET) == 1);

    assertThat(foundByReader("q=capital")).isEqualTo(1);
    assertThat(foundByReader("q=search_or*&traceId=" + run.trace())).isEqualTo(1);
    assertThat(foundByReader("q=order+system")).isEqualTo(1);
  }
}
