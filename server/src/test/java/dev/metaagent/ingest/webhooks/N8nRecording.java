package dev.metaagent.ingest.webhooks;

import dev.metaagent.testing.Asking;
import dev.metaagent.testing.Captures;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Recorded events of a real n8n 2.41.1; tests over it are skipped where the recordings are not
/// there.
public final class N8nRecording {

  private N8nRecording() {}

  private static JsonNode recording() {
    Optional<Path> file =
        Captures.sharedData()
            .map(data -> data.resolve("otlp/n8n-2.41.1.json"))
            .filter(Files::exists);
    Assumptions.assumeTrue(file.isPresent(), "the recordings are not beside the repository");
    return JsonMapper.shared().readTree(file.orElseThrow());
  }

  /// An execution with its data, as the public API answers it.
  public static JsonNode ofApi() {
    return recording().path("public_api_execution_includeData");
  }

  /// The same execution as our hook file sends it.
  static ObjectNode ofHook() {
    JsonNode api = ofApi();
    ObjectNode run = JsonMapper.shared().createObjectNode();
    for (String name : new String[] {"data", "mode", "startedAt", "stoppedAt", "status"}) {
      run.set(name, api.path(name));
    }
    ObjectNode event = JsonMapper.shared().createObjectNode();
    event.put("executionId", "4").set("run", run);
    event
        .putObject("workflow")
        .put("id", "wfSentinelAgent1")
        .put("name", "Sentinel agent demo (fictional)");
    return event;
  }

  /// Sends the spans of n8n's own OpenTelemetry of that execution.
  static void sendTelemetry(Asking asking) {
    for (JsonNode request : recording().path("otlp_ai_agent")) {
      if (request.path("body").isObject()) {
        var answer =
            asking.send(
                "POST", "/v1/traces", request.path("body").toString().replace("Jane Doe", "x"));
        if (answer.statusCode() != 200) {
          throw new IllegalStateException(answer.body());
        }
      }
    }
  }

  /// What an error workflow is given.
  public static JsonNode ofErrorWorkflow() {
    return recording().path("error_trigger_payload").path(0).path("body");
  }
}
