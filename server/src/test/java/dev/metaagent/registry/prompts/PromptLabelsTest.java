package dev.metaagent.registry.prompts;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class PromptLabelsTest extends PromptCalls {

  @Test
  void onlyAnAdministratorChangesProduction() {
    Who developer = developer();
    answered(add(developer, "a", Map.of("content", "one")), 201);
    answered(add(developer, "a", Map.of("content", "two")), 201);
    Map<String, Object> second = Map.of("version", 2, "reason", "better");
    JsonNode candidate = answered(label(developer, "a", "candidate", second), 200);
    assertThat(candidate.get("labels").toString()).isEqualTo("{\"candidate\":2}");
    HttpResponse<String> refused = label(developer, "a", "production", second);
    assertThat(answered(refused, 403).get("detail").asString()).contains("administrator");
    assertThat(get(admin, PROMPTS + "/a").get("labels").has("production")).isFalse();
    answered(label(admin, "a", "production", Map.of("version", 1, "reason", "go")), 200);
    String production = PROMPTS + "/a/labels/production?reason=bad";
    answered(send(developer, "DELETE", production, null), 403);
    assertThat(get(developer, PROMPTS + "/a").get("labels").toString())
        .isEqualTo("{\"candidate\":2,\"production\":1}");
    assertThat(send(admin, "DELETE", production, null).statusCode()).isEqualTo(204);
    answered(send(admin, "DELETE", production, null), 404);
    assertThat(get(developer, PROMPTS + "/a").get("labels").toString())
        .isEqualTo("{\"candidate\":2}");
    String candidateGone = PROMPTS + "/a/labels/candidate?reason=x";
    assertThat(send(developer, "DELETE", candidateGone, null).statusCode()).isEqualTo(204);
  }

  @Test
  void aLabelNeedsAReasonAndAVersionThatIsThere() {
    answered(add(admin, "a", Map.of("content", "one")), 201);
    refused(label(admin, "a", "candidate", Map.of("version", 1)), "reason");
    refused(label(admin, "a", "candidate", Map.of("reason", "x")), "version");
    refused(label(admin, "a", "candidate", Map.of("version", 2, "reason", "x")), "version");
    refused(label(admin, "a", "candidate", Map.of("version", 0, "reason", "x")), "version");
    refused(label(admin, "a", "Candidate", Map.of("version", 1, "reason", "x")), "label");
    refused(label(admin, "a", "1st", Map.of("version", 1, "reason", "x")), "label");
    refused(label(admin, "a", "a".repeat(41), Map.of("version", 1, "reason", "x")), "label");
    answered(label(admin, "a", "a".repeat(40), Map.of("version", 1, "reason", "x")), 200);
    refused(send(admin, "DELETE", PROMPTS + "/a/labels/" + "a".repeat(40), null), "reason");
    answered(label(admin, "nothing", "candidate", Map.of("version", 1, "reason", "x")), 404);
  }

  private String lengthy(String name, Map<String, Object> more) {
    Map<String, Object> body = new HashMap<>(more);
    body.put("content", "x".repeat(190_000));
    answered(add(admin, name, body), 201);
    return name;
  }

  @Test
  void productionPromptsOfAnAgentHaveABoundTogether() {
    Map<String, Object> first = Map.of("version", 1, "reason", "go");
    for (int i = 0; i < 3; i++) {
      answered(label(admin, lengthy("shared-" + i, Map.of()), "production", first), 200);
    }
    for (int i = 0; i < 2; i++) {
      String own = lengthy("own-" + i, Map.of("agent", "Writer"));
      answered(label(admin, own, "production", first), 200);
    }
    String beyond = lengthy("beyond", Map.of("agent", "Writer"));
    JsonNode refused = answered(label(admin, beyond, "production", first), 400);
    assertThat(refused.at("/errors/0/field").asString()).isEqualTo("version");
    assertThat(refused.at("/errors/0/message").asString()).contains("1 MiB").contains("1113 KiB");
    assertThat(get(admin, PROMPTS + "/beyond").get("labels").has("production")).isFalse();
    answered(label(admin, beyond, "candidate", first), 200);
    refused(label(admin, lengthy("for-all", Map.of()), "production", first), "version");
    String other = lengthy("of-another", Map.of("agent", "Reader"));
    answered(label(admin, other, "production", first), 200);

    answered(add(admin, "own-0", Map.of("content", "short")), 201);
    answered(label(admin, "own-0", "production", Map.of("version", 2, "reason", "less")), 200);
    answered(label(admin, beyond, "production", first), 200);
  }
}
