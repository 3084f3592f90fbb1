package dev.metaagent.web;

import dev.metaagent.events.SetAsideEvent;
import dev.metaagent.events.SetAsideEvents;
import dev.metaagent.kernel.Page;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/// Events that a consumer of the event log could not handle. The consumers themselves are in `GET
/// /api/v1/status`.
@RestController
@Tag(name = "Status", description = "The server and the caller")
class ConsumersController {

  /// @param events how many are tried again
  record Retried(int events) {}

  private final SetAsideEvents events;

  ConsumersController(SetAsideEvents events) {
    this.events = events;
  }

  @GetMapping("/api/v1/consumers/{name}/set-aside")
  @Operation(
      summary = "Events that a consumer could not handle",
      description = "The 200 that failed last, newest first. Their content is not shown.")
  Page<SetAsideEvent> setAside(@PathVariable String name) {
    return Page.of(events.list(name), null);
  }

  @PostMapping("/api/v1/consumers/{name}/set-aside/retry")
  @Operation(
      summary = "Retry the events that were set aside",
      description = "All of the organization, within seconds. Use it after the cause was fixed.")
  Retried retry(@PathVariable String name) {
    return new Retried(events.retry(name));
  }
}
