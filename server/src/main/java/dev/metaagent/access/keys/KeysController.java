package dev.metaagent.access.keys;

import dev.metaagent.access.ApiKey;
import dev.metaagent.access.ApiKeys;
import dev.metaagent.access.Caller;
import dev.metaagent.access.KeyScope;
import dev.metaagent.audit.Reason;
import dev.metaagent.kernel.MetaAgentException;
import dev.metaagent.kernel.Page;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// API keys over HTTP.
@RestController
@RequestMapping("/api/v1/keys")
@Tag(name = "Keys", description = "API keys of agents and tools")
class KeysController {

  /// What a new key is for.
  ///
  /// @param name how people call it
  /// @param scope `ingest` sends telemetry, `read` reads what a viewer sees, `agent` sends
  ///   telemetry and reads policies, `admin` does everything
  /// @param agents names of the agents that a key of the scope `agent` reads the policies of; null
  ///   or empty: of all
  /// @param expiresAt when it ends by itself; null never
  /// @param reason why, for the journal
  record NewKey(
      @Nullable String name,
      @Nullable KeyScope scope,
      @Nullable List<String> agents,
      @Nullable Instant expiresAt,
      @Nullable String reason) {}

  private final ApiKeys keys;

  KeysController(ApiKeys keys) {
    this.keys = keys;
  }

  @GetMapping
  @Operation(summary = "All keys, newest first, without their secrets")
  Page<ApiKey> list() {
    return Page.of(keys.all(), null);
  }

  @PostMapping
  @ResponseStatus(HttpStatus.CREATED)
  @Operation(summary = "Create a key; only this response shows it")
  ApiKeys.Issued create(@RequestBody NewKey wanted) {
    if (wanted.name() == null) {
      throw MetaAgentException.invalid("name", "a name is needed");
    }
    if (wanted.scope() == null) {
      throw MetaAgentException.invalid("scope", "ingest, read, admin or agent");
    }
    return keys.issue(
        new ApiKeys.Wanted(wanted.name(), wanted.scope(), wanted.agents(), wanted.expiresAt()),
        Reason.of(wanted.reason()),
        Caller.current().name());
  }

  @DeleteMapping("/{id}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(summary = "Revoke a key at once")
  void revoke(@PathVariable String id, @RequestParam(required = false) @Nullable String reason) {
    keys.revoke(id, Reason.of(reason), Caller.current().name());
  }
}
