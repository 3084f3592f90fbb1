package dev.metaagent.web.connect;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.metaagent.access.DoorAttempt;
import dev.metaagent.access.DoorAttempts;
import dev.metaagent.access.Mode;
import dev.metaagent.kernel.Page;
import dev.metaagent.tenancy.Tenant;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// How to get an agent in, and what came to the doors.
@RestController
@RequestMapping("/api/v1/connect")
@Tag(name = "Connect", description = "How an agent gets in")
class ConnectController {

  private static final String KEY = "<key>";

  /// Where to send.
  ///
  /// @param address the base address for exporters
  /// @param key the key to send with; null where none is needed, or until one is made
  @JsonInclude(JsonInclude.Include.ALWAYS)
  record Connect(String mode, String address, List<Doors.Door> doors, @Nullable String key) {}

  /// The lines for each language.
  record Guide(List<Snippets.Language> languages) {}

  private final Mode mode;
  private final Doors doors;
  private final Snippets snippets;
  private final DoorAttempts attempts;

  ConnectController(Mode mode, Doors doors, Snippets snippets, DoorAttempts attempts) {
    this.mode = mode;
    this.doors = doors;
    this.snippets = snippets;
    this.attempts = attempts;
  }

  @GetMapping
  @Operation(summary = "The address, and the doors that are open")
  Connect connect(HttpServletRequest request) {
    return new Connect(mode.wire(), doors.address(request), doors.all(request), null);
  }

  @GetMapping("/snippets")
  @Operation(
      summary = "The lines that connect an agent, with this server's address",
      description = "`<key>` stands for an ingest key where one is needed.")
  Guide snippets(HttpServletRequest request) {
    return new Guide(snippets.of(doors.address(request), mode.local() ? null : KEY));
  }

  @GetMapping("/attempts")
  @Operation(summary = "What came to the doors in the last ten minutes, newest first")
  Page<DoorAttempt> attempts(HttpServletRequest request) {
    String address = doors.address(request);
    return Page.of(
        attempts.recent(Tenant.current()).stream()
            .map(attempt -> attempt.withAddress(address))
            .toList(),
        null);
  }
}
