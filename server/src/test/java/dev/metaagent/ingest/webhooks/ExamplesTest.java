package dev.metaagent.ingest.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metaagent.documents.Repository;
import dev.metaagent.ingest.webhooks.events.AgencyPmEvents;
import dev.metaagent.ingest.webhooks.events.ColdForgeEvents;
import dev.metaagent.ingest.webhooks.events.MappedEvents;
import dev.metaagent.ingest.webhooks.events.Mapping;
import dev.metaagent.ingest.webhooks.events.N8nEvents;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The published contracts and their examples say what the server understands.
class ExamplesTest {

  private static JsonNode file(String name) throws IOException {
    return JsonMapper.shared()
        .readTree(Files.readString(Repository.root().resolve("protocol/webhooks/" + name)));
  }

  @Test
  void everyExampleIsUnderstoodWithoutAnError() throws IOException {
    Mapping mapping = Mapping.compile(file("examples/generic-mapping.json"));
    List<MappedEvents> all =
        List.of(
            new ColdForgeEvents().read(file("examples/coldforge.json")),
            new AgencyPmEvents().read(file("examples/agency-pm.json")),
            new N8nEvents().read(file("examples/n8n-error-workflow.json")),
            mapping.read(file("examples/generic.json")));
    assertThat(all)
        .allSatisfy(understood -> {
          assertThat(understood.errors()).isEmpty();
          assertThat(understood.executions()).hasSize(1);
        });
    assertThat(all.get(0).outcomes()).hasSize(2);
    assertThat(all.get(1).outcomes()).hasSize(1);
    assertThat(all.get(3).executions().getFirst().output()).isEqualTo("Yes, at eight.");
  }

  @Test
  void theSchemaOfAMappingNamesExactlyTheFieldsThereAre() throws IOException {
    JsonNode forms = file("mapping.schema.json").get("oneOf");
    assertThat(fields(forms.get(0))).isEqualTo(new TreeSet<>(Mapping.OF_EXECUTION));
    assertThat(fields(forms.get(1))).isEqualTo(new TreeSet<>(Mapping.OF_OUTCOME));
  }

  private static Set<String> fields(JsonNode form) {
    return new TreeSet<>(form.get("properties").get("fields").get("properties").propertyNames());
  }

  @Test
  void theWorkflowsOfN8nAreWellFormed() throws IOException {
    for (String name : List.of("example-workflow.json", "error-workflow.json")) {
      JsonNode workflow =
          JsonMapper.shared()
              .readTree(Files.readString(Repository.root().resolve("examples/n8n/" + name)));
      Set<String> nodes = new TreeSet<>();
      workflow.get("nodes").forEach(node -> nodes.add(node.get("name").asString()));
      assertThat(nodes).containsAll(workflow.get("connections").propertyNames());
    }
  }
}
