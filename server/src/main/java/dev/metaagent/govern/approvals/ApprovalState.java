package dev.metaagent.govern.approvals;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/// Where a question stands. The state in a row can be late by a few seconds; what is read is not.
enum ApprovalState {
  PENDING,
  APPROVED,
  DENIED,
  /// nobody decided in time
  EXPIRED;

  /// As it is stored and written.
  @JsonValue
  String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  static ApprovalState of(String wire) {
    return valueOf(wire.toUpperCase(Locale.ROOT));
  }
}
