package dev.metaagent.ingest;

import dev.metaagent.executions.Preparation;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.security.SecureRandom;
import java.time.Clock;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// Stores a test trace for users who have no agent at hand.
@RestController
@Tag(name = "Connect")
class TestTraceController {

  /// The run that was stored.
  @Schema(name = "TestTrace")
  record Sent(
      @Schema(example = "4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7") String executionId) {}

  private final Preparation preparation;
  private final IngestQueue ingestQueue;
  private final Clock clock;
  private final SecureRandom random = new SecureRandom();

  TestTraceController(Preparation preparation, IngestQueue ingestQueue, Clock clock) {
    this.preparation = preparation;
    this.ingestQueue = ingestQueue;
    this.clock = clock;
  }

  @PostMapping("/api/v1/connect/test")
  @ResponseStatus(HttpStatus.ACCEPTED)
  @Operation(summary = "Store a small run of an agent that does not exist, as if one had sent it")
  Sent send() {
    TestTrace trace = new TestTrace(clock.instant(), random);
    ingestQueue.accept(preparation.traces(trace.request()));
    return new Sent(trace.execution().toString());
  }
}
