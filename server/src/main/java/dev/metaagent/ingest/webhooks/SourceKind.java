package dev.metaagent.ingest.webhooks;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.metaagent.kernel.MetaAgentException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// The kind of system that sends to a webhook.
enum SourceKind {
  N8N,
  COLDFORGE,
  AGENCY_PM,
  /// any sender, by a mapping that the operator writes
  GENERIC;

  @JsonValue
  String wire() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static Optional<SourceKind> find(String wire) {
    return Arrays.stream(values()).filter(kind -> kind.wire().equals(wire)).findFirst();
  }

  @JsonCreator
  static SourceKind of(String wire) {
    return find(wire)
        .orElseThrow(
            () -> MetaAgentException.invalid("source", "n8n, coldforge, agency-pm or generic"));
  }
}
