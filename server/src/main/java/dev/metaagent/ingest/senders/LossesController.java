package dev.metaagent.ingest.senders;

import dev.metaagent.kernel.Page;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// What SDKs sent, or dropped, and this server never received.
@RestController
@RequestMapping("/api/v1/connect/losses")
@Tag(name = "Connect")
class LossesController {

  private final Senders senders;

  LossesController(Senders senders) {
    this.senders = senders;
  }

  @GetMapping
  @Operation(
      summary = "Processes of SDKs whose telemetry has gaps, those seen last first",
      description =
          "SDKs number their records. One is called missing when later ones have been here for a"
              + " minute; when it still arrives, the gap is gone. Processes are kept for 30 days"
              + " after their last record.")
  Page<LossReport> losses(
      @RequestParam(required = false) @Nullable String cursor,
      @RequestParam(required = false) @Nullable Integer limit) {
    return senders.losses(cursor, limit);
  }
}
