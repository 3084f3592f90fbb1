package dev.metaagent.web;

import dev.metaagent.access.Endpoint;
import dev.metaagent.access.Endpoints;
import io.swagger.v3.core.converter.AnnotatedType;
import io.swagger.v3.core.converter.ModelConverters;
import io.swagger.v3.core.converter.ResolvedSchema;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.parameters.Parameter;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import io.swagger.v3.oas.models.servers.Server;
import io.swagger.v3.oas.models.tags.Tag;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// The description of the API: what the controllers say, and what holds for all of them: the
/// credential, the role from the table, the problems.
@Configuration(proxyBeanMethods = false)
class OpenApiConfiguration {

  private static final Map<String, String> PROBLEMS = problems();

  private static Map<String, String> problems() {
    Map<String, String> problems = new LinkedHashMap<>();
    problems.put("400", "A field or the body is invalid.");
    problems.put("401", "A credential is missing or invalid.");
    problems.put(
        "403",
        "The credential lacks the required role, or the request comes from a page of another"
            + " site.");
    problems.put("429", "Too many requests; retry after the time in Retry-After.");
    problems.put("503", "The database is unavailable; retry after the time in Retry-After.");
    return problems;
  }

  @Bean
  OpenAPI openApi() {
    return new OpenAPI()
        .info(
            new Info()
                .title("MetaAgent")
                .version("v1")
                .description(
                    "Observes, evaluates and governs AI agents. JSON in camelCase, times RFC 3339"
                        + " in UTC, durations in milliseconds, money in US dollars as decimal"
                        + " strings; null means unknown. Lists are paged by cursor."))
        .servers(List.of(new Server().url("/")))
        .components(
            new Components()
                .addSecuritySchemes(
                    "bearer", new SecurityScheme().type(SecurityScheme.Type.HTTP).scheme("bearer"))
                .addSecuritySchemes(
                    "session",
                    new SecurityScheme()
                        .type(SecurityScheme.Type.APIKEY)
                        .in(SecurityScheme.In.COOKIE)
                        .name("__Host-metaagent-session"))
                .addSecuritySchemes(
                    "apiKey",
                    new SecurityScheme()
                        .type(SecurityScheme.Type.APIKEY)
                        .in(SecurityScheme.In.HEADER)
                        .name("x-api-key")));
  }

  @Bean
  OpenApiCustomizer commonParts(Endpoints endpoints, RecordSchemas records) {
    return api -> {
      addProblemSchema(api);
      Map<String, Endpoint> table = new LinkedHashMap<>();
      endpoints.all().forEach(row -> table.put(key(row.method(), row.pattern()), row));
      if (api.getPaths() == null) {
        return;
      }
      api.getPaths()
          .forEach((path, item) ->
              item.readOperationsMap()
                  .forEach((method, operation) ->
                      complete(operation, table.get(key(method, path)), method.name(), path)));
      records.completeAnswers(api);
      Examples.add(api);
    };
  }

  private static String key(PathItem.HttpMethod method, String path) {
    return key(method.name(), path);
  }

  private static String key(String method, String path) {
    return method.toUpperCase(Locale.ROOT) + " " + path.replaceAll("\\{[^}]*}", "{}");
  }

  private static void addProblemSchema(OpenAPI api) {
    ResolvedSchema problem =
        ModelConverters.getInstance(true).readAllAsResolvedSchema(new AnnotatedType(Problem.class));
    problem.referencedSchemas.forEach(api.getComponents()::addSchemas);
    api.getComponents().addResponses("Problem", problem("What went wrong, as a problem."));
    api.getComponents()
        .addParameters(
            "IdempotencyKey",
            new Parameter()
                .in("header")
                .name("Idempotency-Key")
                .description(
                    "1 to 255 visible ASCII characters, such as a random UUID. The command is done"
                        + " once: repeated within 24 hours by the same caller, it is answered as"
                        + " the first time (with `Idempotency-Replayed: true`); another request"
                        + " with the same key is refused with `idempotency_conflict`.")
                .schema(new StringSchema().minLength(1).maxLength(255).pattern("^[!-~]+$")));
    if (api.getTags() != null) {
      api.setTags(api.getTags().stream().sorted(Comparator.comparing(Tag::getName)).toList());
    }
  }

  private static void complete(
      Operation operation, @Nullable Endpoint row, String method, String path) {
    operation.setOperationId(operationId(method, path));
    if (row != null && row.role() != null) {
      operation.addExtension("x-role", row.role().wire());
      operation.addSecurityItem(new SecurityRequirement().addList("bearer"));
      operation.addSecurityItem(new SecurityRequirement().addList("apiKey"));
      operation.addSecurityItem(new SecurityRequirement().addList("session"));
    } else if (row != null) {
      operation.addExtension(
          "x-role",
          switch (row.kind()) {
            case SIGNED, LINK -> "signed";
            case OPERATOR -> "operator";
            case API, AGENT, OTLP, PLAIN, OPEN -> "anybody";
          });
    }
    PROBLEMS.forEach((status, text) -> add(operation, status, text));
    if (!method.equals("GET")) {
      add(operation, "409", "The current state does not allow it.");
    }
    if (row != null && row.command()) {
      operation.addParametersItem(new Parameter().$ref("#/components/parameters/IdempotencyKey"));
      add(operation, "422", "The Idempotency-Key was used for another request.");
    }
    if (operation.getParameters() != null) {
      operation.getParameters().forEach(OpenApiConfiguration::completeParameter);
    }
    if (path.contains("{")) {
      add(operation, "404", "It does not exist for this caller.");
    }
    if (operation.getRequestBody() != null) {
      add(operation, "413", "The body is too large.");
      add(operation, "415", "The body is not application/json.");
    }
  }

  /// A parameter that is described by hand and says no type is a text; a cursor is the same
  /// everywhere.
  private static void completeParameter(Parameter parameter) {
    if ("cursor".equals(parameter.getName()) && parameter.getDescription() == null) {
      parameter.setDescription("nextCursor of the previous page");
    }
    if (parameter.get$ref() == null
        && parameter.getSchema() == null
        && parameter.getContent() == null) {
      parameter.setSchema(new StringSchema());
    }
  }

  /// A name that does not depend on the order in which controllers are found: `getAgentsById`.
  private static String operationId(String method, String path) {
    StringBuilder id = new StringBuilder(method.toLowerCase(Locale.ROOT));
    for (String step : path.replace("/api/v1", "").split("[/.-]", -1)) {
      if (!step.isEmpty()) {
        String word = step.replaceAll("[{}]", "");
        id.append(step.startsWith("{") ? "By" : "")
            .append(word.substring(0, 1).toUpperCase(Locale.ROOT))
            .append(word.substring(1));
      }
    }
    return id.toString();
  }

  private static void add(Operation operation, String status, String text) {
    operation.getResponses().putIfAbsent(status, problem(text));
  }

  private static ApiResponse problem(String text) {
    return new ApiResponse()
        .description(text)
        .content(
            new Content()
                .addMediaType(
                    "application/problem+json",
                    new MediaType().schema(new Schema<>().$ref("#/components/schemas/Problem"))));
  }
}
