package dev.metaagent.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metaagent.access.KeyScope;
import dev.metaagent.kernel.AgentId;
import dev.metaagent.kernel.ExecutionId;
import dev.metaagent.kernel.TraceId;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.oas.models.Paths;
import io.swagger.v3.oas.models.media.ArraySchema;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.IntegerSchema;
import io.swagger.v3.oas.models.media.MapSchema;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.ObjectSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.parameters.RequestBody;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.responses.ApiResponses;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What the description of the API says for people: examples, schemas of requests, expected forms;
/// and which scripts of a page may run.
class DescriptionTest {

  private final MediaType answer = new MediaType();
  private final MediaType refusal = new MediaType().schema(new StringSchema());

  private OpenAPI api(@Nullable Schema<?> request, Schema<?> response) {
    Operation operation = new Operation();
    if (request != null) {
      operation.requestBody(new RequestBody().content(content(new MediaType().schema(request))));
    }
    operation.responses(
        new ApiResponses()
            .addApiResponse("200", new ApiResponse().content(content(answer.schema(response))))
            .addApiResponse("400", new ApiResponse().content(content(refusal))));
    return new OpenAPI()
        .components(new Components())
        .paths(new Paths().addPathItem("/x", new PathItem().post(operation)));
  }

  private static Content content(MediaType type) {
    return new Content().addMediaType("application/json", type);
  }

  private @Nullable Object example(OpenAPI api) {
    Examples.add(api);
    return answer.getExample();
  }

  private static Schema<?> ref(String name) {
    return new Schema<>().$ref("#/components/schemas/" + name);
  }

  @Test
  void aBodyHasAnExampleOfPlausibleValues() {
    OpenAPI api =
        api(
            null,
            new ObjectSchema()
                .addProperty("model", new StringSchema())
                .addProperty("note", new StringSchema())
                .addProperty("at", new StringSchema().format("date-time"))
                .addProperty("n", new IntegerSchema())
                .addProperty("count", new IntegerSchema())
                .addProperty("tags", new ArraySchema().items(new StringSchema()))
                .addProperty("kind", new StringSchema()._enum(List.of("llm", "tool")))
                .addProperty("own", new StringSchema().example("mine")));
    assertThat(example(api))
        .isEqualTo(
            Map.of(
                "model",
                "claude-sonnet-4-5",
                "note",
                "text",
                "at",
                "2026-11-22T13:36:00Z",
                "n",
                412,
                "count",
                12,
                "tags",
                List.of("text"),
                "kind",
                "llm",
                "own",
                "mine"));
    assertThat(refusal.getExample()).as("only of what went well").isNull();
  }

  @Test
  void anExampleThatIsThereStays() {
    OpenAPI api = api(null, new StringSchema());
    answer.setExample("given");
    assertThat(example(api)).isEqualTo("given");
  }

  @Test
  void aSchemaThatHoldsItselfHasAnEnd() {
    OpenAPI api = api(null, ref("Step"));
    api.getComponents()
        .addSchemas(
            "Step",
            new ObjectSchema()
                .addProperty("name", new StringSchema())
                .addProperty("steps", new ArraySchema().items(ref("Step"))));
    assertThat(String.valueOf(example(api))).startsWith("{name=Email Writer, steps=[{name=");
  }

  @Test
  void ofSeveralFormsTheFirstIsShown() {
    Schema<?> either = new Schema<>().anyOf(List.of(new IntegerSchema(), new StringSchema()));
    assertThat(example(api(null, new ObjectSchema().addProperty("n", either))))
        .isEqualTo(Map.of("n", 412));
  }

  @Test
  void schemasOfRequestsAreFoundAtAnyDepth() {
    OpenAPI api =
        api(
            new ObjectSchema()
                .addProperty("a", ref("A"))
                .addProperty("list", new ArraySchema().items(ref("B")))
                .addProperty("map", new MapSchema().additionalProperties(ref("C"))),
            ref("Answer"));
    api.getComponents()
        .addSchemas("A", new ObjectSchema().addProperty("d", ref("D")))
        .addSchemas("B", new Schema<>().anyOf(List.of(ref("A"), ref("E"))))
        .addSchemas("C", new StringSchema())
        .addSchemas("D", new ObjectSchema().addProperty("a", ref("A")))
        .addSchemas("E", new StringSchema())
        .addSchemas("Answer", new StringSchema());
    assertThat(SchemaReferences.ofRequests(api)).containsExactlyInAnyOrder("A", "B", "C", "D", "E");
    assertThat(SchemaReferences.name("#/components/schemas/Step")).isEqualTo("Step");
  }

  @Test
  void whoWroteAnotherFormIsToldTheRightOne() {
    assertThat(ExpectedForms.of(KeyScope.class)).isEqualTo("one of ingest, read, admin, agent");
    assertThat(ExpectedForms.of(AgentId.class)).isEqualTo("a UUID");
    assertThat(ExpectedForms.of(ExecutionId.class))
        .isEqualTo("32 hex digits, '-' and 16 hex digits");
    assertThat(ExpectedForms.of(TraceId.class)).isEqualTo("32 hex digits");
    assertThat(ExpectedForms.of(Instant.class)).contains("2026-01-31T10:00:00Z");
    assertThat(ExpectedForms.of(Integer.class)).isEqualTo("a whole number");
    assertThat(ExpectedForms.of(double.class)).isEqualTo("a number");
    assertThat(ExpectedForms.of(boolean.class)).isEqualTo("true or false");
    assertThat(ExpectedForms.of(StringBuilder.class)).isEqualTo("another form");
  }

  /// SHA-256 of "abc" and of nothing, FIPS 180-2, in base 64.
  private static final String ABC = "'sha256-ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0='";

  private static final String NOTHING = "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "<script>abc</script>",
        "<script id=\"x\" type=\"module\">abc</script><script src=\"a.js\"></script>",
        "<script>abc</script> and <script>abc</script>"
      })
  void aScriptInsideOfAPageMayRunByItsHash(String html) {
    assertThat(PageScripts.hashes(html)).isEqualTo(" " + ABC);
  }

  @Test
  void eachScriptOfAPageHasItsHash() {
    assertThat(PageScripts.hashes("<script></script>\n<script>abc</script>"))
        .isEqualTo(" " + NOTHING + " " + ABC);
    assertThat(PageScripts.hashes("<p>abc</p><script src='x'>abc</script>")).isEmpty();
    assertThat(PageScripts.hashes("<script>a\nb</script>")).startsWith(" 'sha256-");
  }

  @Test
  void noOtherScriptMayRun() {
    assertThat(new PageScripts().policy("/nowhere"))
        .contains("default-src 'self'; script-src 'self'")
        .contains("frame-ancestors 'none'")
        .doesNotContain("unsafe-eval")
        .doesNotContain("script-src 'self' 'unsafe-inline'");
  }
}
