package dev.metaagent.observe;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.security.SecureRandom;
import java.time.Clock;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// Sends a test trace on behalf of somebody who has no agent at hand.
@RestController
@Tag(name = "Connect")
class TestTraceController {

  /// The run that was made.
  @Schema(name = "TestTrace")
  record Sent(
      @Schema(example = "4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7") String executionId) {}

  private final Preparation preparation;
  private final Intake intake;
  private final Clock clock;
  private final SecureRandom random = new SecureRandom();

  TestTraceController(Preparation preparation, Intake intake, Clock clock) {
    this.preparation = preparation;
    this.intake = intake;
    this.clock = clock;
  }

  @PostMapping("/api/v1/connect/test")
  @ResponseStatus(HttpStatus.ACCEPTED)
  @Operation(summary = "Store a small run of an agent that does not exist, as if one had sent it")
  Sent send() {
    TestTrace trace = new TestTrace(clock.instant(), random);
    intake.accept(preparation.traces(trace.request()));
    return new Sent(trace.execution().toString());
  }
}
