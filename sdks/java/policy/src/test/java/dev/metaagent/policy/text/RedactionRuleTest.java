package dev.metaagent.policy.text;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class RedactionRuleTest {

  private static Map<String, JsonNode> rules() throws IOException {
    Path file = Path.of(System.getProperty("metaagent.conformance", ""), "../redaction.json");
    Map<String, JsonNode> rules = new HashMap<>();
    new ObjectMapper()
        .readTree(file.toFile())
        .path("rules")
        .forEach(rule -> rules.put(rule.path("class").asText(), rule));
    return rules;
  }

  /// Otherwise a text would be passed over that the pattern matches.
  @Test
  void whatIsLookedForFirstStandsInThePatternItself() throws IOException {
    Map<String, JsonNode> rules = rules();
    RedactionRule.LITERALS.forEach((name, literals) -> {
      String pattern =
          Objects.requireNonNull(rules.get(name)).path("pattern").asText().replace("\\", "");
      assertThat(pattern).contains(literals);
      boolean letters = String.join("", literals).chars().anyMatch(Character::isLetter);
      assertThat(letters && rules.get(name).path("ignoreCase").asBoolean()).isFalse();
    });
    assertThat(rules.keySet()).containsAll(RedactionRule.DIGITS.keySet());
  }

  @Test
  void theShortestTextsOfDigitsAreFound() {
    Redactor redactor = Redactor.standard();
    assertThat(List.of("123-45-6789", "4222222222222", "NO93 8601 1117 947"))
        .extracting(redactor::redact)
        .containsExactly("<US_SSN>", "<CARD>", "<IBAN>");
  }
}
