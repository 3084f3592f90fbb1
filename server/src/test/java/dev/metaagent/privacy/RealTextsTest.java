package dev.metaagent.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.metaagent.testing.Captures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Labelled texts that were not written here: classes with a structure are found, names and
/// addresses of streets are not looked for.
class RealTextsTest {

  private static final Map<String, String> CLASSES =
      Map.of(
          "EMAIL_ADDRESS", "email",
          "PHONE_NUMBER", "phone",
          "CREDIT_CARD", "card",
          "IBAN_CODE", "iban",
          "US_SSN", "us_ssn",
          "IP_ADDRESS", "ip_address");

  static Optional<Scores> scores() throws IOException {
    Optional<Path> file =
        Captures.sharedData().map(data -> data.resolve("pii/synth.json")).filter(Files::exists);
    if (file.isEmpty()) {
      return Optional.empty();
    }
    Scores scores = new Scores();
    for (JsonNode entry : JsonMapper.shared().readTree(Files.readAllBytes(file.get()))) {
      List<Scores.Label> labels = new ArrayList<>();
      for (JsonNode span : entry.get("spans")) {
        String kind = CLASSES.get(span.get("type").asString());
        if (kind != null) {
          labels.add(new Scores.Label(kind, span.get("start").asInt(), span.get("end").asInt()));
        }
      }
      scores.measure(entry.get("text").asString(), labels);
    }
    return Optional.of(scores);
  }

  @Test
  void structuredClassesAreFoundAndLittleElseIs() throws IOException {
    Scores scores = scores().orElse(null);
    assumeThat(scores).as("the labelled texts are beside the repository").isNotNull();
    Objects.requireNonNull(scores);
    System.out.println(scores.table());
    scores.wrong().forEach(System.out::println);

    assertThat(scores.total().recall()).isGreaterThanOrEqualTo(.97);
    assertThat(scores.total().precision()).isGreaterThanOrEqualTo(.98);
    assertThat(scores.byKind())
        .allSatisfy((kind, score) -> assertThat(score.recall()).isGreaterThanOrEqualTo(.97));
  }
}
