package dev.metaagent.search.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metaagent.testing.Asking;
import dev.metaagent.testing.SentRun;
import java.time.Clock;
import org.junit.jupiter.api.Test;

/// A filter names an agent as people write it: every spelling that is one agent finds its runs.
class AgentNamesTest {

  private final Asking asking = new Asking();

  @Test
  void everySpellingOfANameFindsTheRunsOfTheAgent() {
    asking.send(SentRun.of("E-mail.Writer v2", Clock.systemUTC().instant()));

    for (String spelling :
        new String[] {
          "E-mail.Writer v2",
          "e-mail.writer v2",
          "E MAIL WRITER V2",
          "e_mail-writer_v2",
          " .E-mail  Writer.v2"
        }) {
      assertThat(asking.names("agent=" + Asking.encoded(spelling))).as(spelling).hasSize(1);
    }
    assertThat(asking.names("agent=" + Asking.encoded("Email Writer v2"))).isEmpty();
  }

  @Test
  void aNameThatWasCutIsFoundByTheWholeOne() {
    String name = "w".repeat(250);
    asking.send(SentRun.of(name, Clock.systemUTC().instant()));

    assertThat(asking.names("agent=" + name)).hasSize(1);
    assertThat(asking.names("agent=" + "w".repeat(199))).isEmpty();
  }
}
