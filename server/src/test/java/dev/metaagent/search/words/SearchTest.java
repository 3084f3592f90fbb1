package dev.metaagent.search.words;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metaagent.search.query.SearchWords;
import dev.metaagent.testing.Asking;
import dev.metaagent.testing.SentRun;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class SearchTest {

  private final Instant now = Clock.systemUTC().instant();

  private static List<String> ids(Asking asking, String question) {
    return Asking.texts(asking.get("/api/v1/executions?q=" + Asking.encoded(question)), "id");
  }

  @Test
  void findsRunsByWhatWasAskedAnsweredNamedAndBroken() throws InterruptedException {
    Asking asking = new Asking();
    SentRun asked =
        SentRun.of("Writer", now.minusSeconds(9)).saying("Où est mon Paket-4711?", "da");
    SentRun answered = SentRun.of("Writer", now.minusSeconds(8)).saying("x", "Ihr Geld ist zurück");
    SentRun broken = SentRun.of("Parcel Finder", now.minusSeconds(7)).failing();
    asking.send(asked, answered, broken);
    Asking.eventually(() -> ids(asking, "gpt").size() == 3);

    assertThat(ids(asking, "paket")).containsExactly(asked.id());
    assertThat(ids(asking, "PAKET 4711 où")).containsExactly(asked.id());
    assertThat(ids(asking, "zurück")).containsExactly(answered.id());
    assertThat(ids(asking, "zur*")).containsExactly(answered.id());
    assertThat(ids(asking, "finder")).containsExactly(broken.id());
    assertThat(ids(asking, "did not answer")).containsExactly(broken.id());
    assertThat(ids(asking, "search_orders -finder")).containsExactly(answered.id(), asked.id());
    assertThat(ids(asking, "paket geld")).isEmpty();
    assertThat(ids(asking, "?!")).isEmpty();
    assertThat(
            asking.get("/api/v1/executions?q=gpt&agent=Writer&limit=1").get("nextCursor").isNull())
        .isFalse();
    assertThat(asking.get("/api/v1/executions/histogram?q=gpt").get("total").asInt()).isEqualTo(3);
    assertThat(ids(new Asking(), "paket")).isEmpty();
  }

  @Test
  void splitsTextIntoWordsWhateverItsScript() {
    assertThat(SearchWords.of("It's order_42: naïve—ÄÖÜ, 注文 done", 100))
        .containsExactly("it", "s", "order", "42", "naïve", "äöü", "注", "文", "done");
    assertThat(SearchWords.of("a b c d", 2)).containsExactly("a", "b");
    assertThat(SearchWords.of("x".repeat(200), 9)).isEmpty();
  }
}
