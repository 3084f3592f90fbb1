package dev.metaagent.access.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metaagent.access.AuthResult;
import dev.metaagent.access.Credential;
import dev.metaagent.access.IngestAttempt;
import dev.metaagent.access.Principal;
import dev.metaagent.kernel.ErrorCode;
import dev.metaagent.kernel.MetaAgentException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.server.PathContainer;

/// What to change at a sender whose telemetry did not come in.
class RemediesTest {

  private static AuthResult refused(Credential.Kind kind) {
    return new AuthResult.Refused(new MetaAgentException(ErrorCode.UNAUTHENTICATED, "no"), kind);
  }

  private static @Nullable String remedy(int status, String path, Credential.Kind kind) {
    return Remedies.of(status, path, refused(kind));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "400 | /v1/traces         | application/x-protobuf",
        "400 | /api/v1/executions | /api/docs",
        "403 | /v1/traces         | scope ingest",
        "405 | /v1/traces         | POST",
        "413 | /v1/traces         | OTEL_BSP_MAX_EXPORT_BATCH_SIZE",
        "415 | /v1/traces         | OTEL_EXPORTER_OTLP_PROTOCOL",
        "429 | /v1/traces         | retries",
        "503 | /v1/traces         | retries"
      })
  void eachStatusHasItsRemedy(int status, String path, String part) {
    assertThat(remedy(status, path, Credential.Kind.OURS)).contains(part);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "NONE    | Add the key: OTEL_EXPORTER_OTLP_HEADERS=authorization=Bearer%20<key>",
        "FOREIGN | Replace the other product's credential with a key of this server: <key>",
        "INVALID | Create a new key on this page and replace the old one: <key>"
      })
  void whatWasShownDecidesWhatToDo(Credential.Kind kind, String remedy) {
    assertThat(remedy(401, "/v1/traces", kind)).isEqualTo(remedy);
  }

  @ParameterizedTest
  @CsvSource({
    "/v1/trace,Send to <address>/v1/traces.",
    "/logs,Send to <address>/v1/logs.",
    "/api/metrics,Send to <address>/v1/metrics.",
    "/anything,Send to <address>/v1/traces."
  })
  void aWrongPathIsAnsweredWithTheRightOne(String path, String remedy) {
    assertThat(remedy(404, path, Credential.Kind.OURS)).isEqualTo(remedy);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v1/traces/v1/traces", "/x/v1/traces/v1/traces", "/v1/logs/v1/logs"})
  void aPathThatIsThereTwiceIsToldSo(String path) {
    assertThat(remedy(404, path, Credential.Kind.OURS)).startsWith("The path is included twice");
  }

  @Test
  void whatWentWellNeedsNoRemedyUnlessTheCredentialIsIgnored() {
    assertThat(
            Remedies.of(
                200,
                "/v1/traces",
                new AuthResult.Authenticated(Principal.LOCAL, Credential.Kind.NONE, null)))
        .isNull();
    assertThat(
            Remedies.of(
                200,
                "/v1/traces",
                new AuthResult.Authenticated(Principal.LOCAL, Credential.Kind.FOREIGN, "OpenAI")))
        .startsWith("Nothing.");
  }

  private static @Nullable String product(String path) {
    return new ForeignProtocols()
        .of(PathContainer.parsePath(path))
        .map(ForeignProtocols.ForeignProtocol::product)
        .orElse(null);
  }

  @ParameterizedTest
  @CsvSource({
    "/runs/batch,LangSmith",
    "/api/v1/runs/multipart,LangSmith",
    "/info,LangSmith",
    "/api/public/ingestion,Langfuse",
    "/api/public/traces/x,Langfuse",
    "/api/2.0/mlflow/experiments/get,MLflow",
    "/v1/private/traces,Opik",
    "/v1/spans,Phoenix",
    "/v1/chat/completions,Helicone",
    "/v1/messages,Helicone",
    "/logs3,Braintrust",
    "/call/upsert,Weave",
    "/api/v2/spans,Zipkin",
    "/api/traces,Jaeger",
    "/v0.4/traces,Datadog",
    "/api/42/envelope/,Sentry",
    "/api/42/store/,Sentry",
    "/api/x/envelope/,",
    "/v1/traces,",
    "/api/v1/executions,",
    "/api/v1/sessions,",
    "/,"
  })
  void thePathTellsWhoseProtocolItIs(String path, @Nullable String product) {
    assertThat(product(path)).isEqualTo(product);
  }

  @Test
  void anAttemptNamesTheAddressOfThisServer() {
    IngestAttempt attempt =
        new IngestAttempt(
                Instant.EPOCH,
                404,
                "POST",
                "/x",
                4318,
                "r",
                "c",
                null,
                1,
                "at <address>",
                "Send to <address>/v1/traces.",
                Credential.Kind.NONE,
                null)
            .withAddress("http://agents.example:4318");
    assertThat(attempt.remedy()).isEqualTo("Send to http://agents.example:4318/v1/traces.");
    assertThat(attempt.problem()).isEqualTo("at http://agents.example:4318");
  }
}
