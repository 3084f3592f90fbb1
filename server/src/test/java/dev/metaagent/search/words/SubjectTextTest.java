package dev.metaagent.search.words;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metaagent.conventions.json.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SubjectTextTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "Write the first email to Nordlicht Solar|Write the first email to Nordlicht Solar",
        "## Task|Task",
        "{\"lead_id\": \"4711\", \"subject\": \"Roof in Kiel\"}|Roof in Kiel",
        "{\"id\": 7, \"payload\": {\"question\": \"Where is my order?\"}}|Where is my order?",
        "{\"messages\": [{\"role\": \"system\", \"content\": \"You help\"}, {\"role\": \"user\","
            + " \"content\": \"Refund order 12\"}]}|Refund order 12",
        "[{\"type\": \"human\", \"content\": [{\"type\": \"text\", \"text\": \"Hello"
            + " there\"}]}]|Hello there",
        "{\"company\": \"Lumen Dental Group\", \"id\": \"9f8e7d6c5b4a39281706f5e4\"}|Lumen Dental"
            + " Group",
        "\"{\\\"task\\\": \\\"Classify the reply\\\"}\"|Classify the reply"
      })
  void theMostTellingTextIsChosen(String input, String subject) {
    assertThat(SubjectText.of(Json.opened(input))).isEqualTo(subject);
  }

  @ParameterizedTest
  @CsvSource({"4711", "2026-03-04T12:00:00Z", "{}", "[]", "true", "https://example.com/x", "''"})
  void whatTellsNothingIsNoSubject(String input) {
    assertThat(SubjectText.of(Json.opened(input))).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Company: Nordlicht Solar GmbH\\nTopic: Heat pumps|Nordlicht Solar GmbH",
        "From: <EMAIL:kqmx3fpa7c2hwzd>\\nSubject: Roof in Kiel\\n\\nHello|Roof in Kiel",
        "From: <EMAIL:kqmx3fpa7c2hwzd>\\n\\nPlease call me back|Please call me back",
        "## Task\\nClassify the reply|Classify the reply",
        "Question:\\nWhere is my order?|Where is my order?",
        "Write to Ada.\\nCompany: Nordlicht|Write to Ada.",
        "Summarize this: the meeting was long|Summarize this: the meeting was long"
      })
  void theNamesOfFieldsAreNoPartOfASubject(String input, String subject) {
    assertThat(SubjectText.of(Json.opened(input.replace("\\n", "\n")))).isEqualTo(subject);
  }

  @Test
  void theFirstLineThatTellsIsTakenAndCutAtAWord() {
    assertThat(SubjectText.of(Json.opened("\n\n---\n  - Plan  the\tlaunch\nof the site")))
        .isEqualTo("Plan the launch");
    String cut = SubjectText.of(Json.opened("word ".repeat(60)));
    assertThat(cut).hasSizeLessThanOrEqualTo(SubjectText.LONGEST).endsWith("word…");
  }
}
