package dev.metaagent.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;

class SchemaTest {

  private static List<String> conversation() throws IOException {
    return Files.readAllLines(Schema.PROTOCOL.resolve("live/conversation.txt"));
  }

  @Test
  void everyExampleIsAsTheSchemaSays() throws IOException {
    assertThat(conversation())
        .hasSizeGreaterThan(10)
        .allSatisfy(line ->
            assertThat(
                    line.startsWith(">")
                        ? Schema.problemsOfAsk(line.substring(1))
                        : Schema.problemsOfFrame(line.substring(1)))
                .as(line)
                .isEmpty());
  }

  @Test
  void whatIsNotOfTheProtocolIsFound() {
    assertThat(Schema.problemsOfAsk("{\"type\":\"subscribe\",\"topics\":[]}")).isNotEmpty();
    assertThat(Schema.problemsOfAsk("{\"type\":\"subscribe\",\"topics\":[\"keys\"]}")).isNotEmpty();
    assertThat(Schema.problemsOfFrame("{\"type\":\"tail\",\"actions\":[],\"more\":0}"))
        .as("without a cursor")
        .isNotEmpty();
    assertThat(
            Schema.problemsOfFrame(
                "{\"type\":\"tail\",\"cursor\":\"1-2-3\",\"more\":0,\"actions\":[{\"id\":\"1\",\"input\":\"a"
                    + " body\"}]}"))
        .as("with a body")
        .isNotEmpty();
  }
}
