package dev.metaagent.ingest.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metaagent.testing.Asking;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Instant;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What tests of plain JSON runs do over and over: send one and read what is stored.
abstract class RunSteps {

  static final String PATH = "/api/v1/executions";

  final Instant now = Clock.systemUTC().instant();
  final Asking asking = new Asking();

  JsonNode sent(String json) {
    HttpResponse<String> response = asking.send("POST", PATH, json);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return JsonMapper.shared().readTree(response.body()).get("items");
  }

  JsonNode stored(JsonNode item) {
    return asking.get(PATH + "/" + item.get("executionId").asString());
  }

  JsonNode actions(JsonNode item) {
    return asking
        .get(PATH + "/" + item.get("executionId").asString() + "/actions?parent=all")
        .get("items");
  }

  String run(String id, String more) {
    return """
    {"id": "%s", "agent": "Email Writer", "startedAt": "%s", "endedAt": "%s" %s}
    """
        .formatted(id, now.minusSeconds(3), now, more);
  }
}
