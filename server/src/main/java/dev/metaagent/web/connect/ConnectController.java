package dev.metaagent.web.connect;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.metaagent.access.IngestAttempt;
import dev.metaagent.access.Mode;
import dev.metaagent.access.RecentAttempts;
import dev.metaagent.kernel.Page;
import dev.metaagent.tenancy.Tenant;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// Where agents send telemetry, with code snippets, and recent attempts to send it.
@RestController
@RequestMapping("/api/v1/connect")
@Tag(name = "Connect", description = "Connecting an agent")
class ConnectController {

  private static final String KEY = "<key>";

  /// Where to send telemetry.
  ///
  /// @param address the base address for exporters
  /// @param key the key to send with; null where none is needed, or until one is made
  @JsonInclude(JsonInclude.Include.ALWAYS)
  record Connect(
      @Schema(allowableValues = {"local", "server"}) String mode,
      String address,
      List<IngestAddresses.IngestEndpoint> endpoints,
      @Nullable String key) {}

  /// The snippets of each language.
  record Guide(List<Snippets.Language> languages) {}

  private final Mode mode;
  private final IngestAddresses addresses;
  private final Snippets snippets;
  private final RecentAttempts attempts;

  ConnectController(
      Mode mode, IngestAddresses addresses, Snippets snippets, RecentAttempts attempts) {
    this.mode = mode;
    this.addresses = addresses;
    this.snippets = snippets;
    this.attempts = attempts;
  }

  @GetMapping
  @Operation(summary = "The address for exporters, and the ingest endpoints")
  Connect connect(HttpServletRequest request) {
    return new Connect(mode.wire(), addresses.address(request), addresses.all(request), null);
  }

  @GetMapping("/snippets")
  @Operation(
      summary = "Code that connects an agent, with this server's address",
      description = "`<key>` stands for an ingest key where one is needed.")
  Guide snippets(HttpServletRequest request) {
    return new Guide(snippets.of(addresses.address(request), mode.local() ? null : KEY));
  }

  @GetMapping("/attempts")
  @Operation(summary = "Attempts to send telemetry in the last ten minutes, newest first")
  Page<IngestAttempt> attempts(HttpServletRequest request) {
    String address = addresses.address(request);
    return Page.of(
        attempts.recent(Tenant.current()).stream()
            .map(attempt -> attempt.withAddress(address))
            .toList(),
        null);
  }
}
