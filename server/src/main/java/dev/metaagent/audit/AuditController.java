package dev.metaagent.audit;

import dev.metaagent.kernel.MetaAgentException;
import dev.metaagent.kernel.Page;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// The journal over HTTP.
@RestController
@RequestMapping("/api/v1/audit")
@Tag(name = "Audit", description = "Who changed what, when and why")
class AuditController {

  private final Journal journal;

  AuditController(Journal journal) {
    this.journal = journal;
  }

  @GetMapping
  @Operation(summary = "Changes, newest first")
  Page<Entry> list(
      @RequestParam(required = false) @Nullable String cursor,
      @RequestParam(defaultValue = "50") int limit) {
    if (limit < 1 || limit > 500) {
      throw MetaAgentException.invalid("limit", "a number from 1 to 500");
    }
    return journal.newest(position(cursor), limit);
  }

  @GetMapping("/verify")
  @Operation(summary = "Verify the hash chain and find the first broken entry")
  Verification verify() {
    return journal.verify();
  }

  private static @Nullable Long position(@Nullable String cursor) {
    if (cursor == null) {
      return null;
    }
    try {
      return Long.valueOf(cursor);
    } catch (NumberFormatException _) {
      throw MetaAgentException.invalid("cursor", "the nextCursor of the previous page");
    }
  }
}
