package dev.metaagent.ingest.json;

import dev.metaagent.executions.OutcomeKeys;
import dev.metaagent.ingest.json.PlainOutcome.Source;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import tools.jackson.databind.JsonNode;

/// Reads an outcome from its JSON (`protocol/outcome.schema.json`).
final class OutcomeReader {

  private static final Map<String, Source> SOURCES = new LinkedHashMap<>();

  static {
    SOURCES.put("outcome", Source.OUTCOME);
    SOURCES.put("person", Source.PERSON);
    SOURCES.put("downstream", Source.DOWNSTREAM);
  }

  private OutcomeReader() {}

  /// The outcome; problems are noted.
  static PlainOutcome read(JsonNode json, DocumentProblems problems) {
    ObjectReader fields = new ObjectReader(json, "", problems);
    PlainOutcome outcome =
        new PlainOutcome(
            fields.text("id", 200),
            fields.text("executionId", 200),
            fields.text("traceId", 100),
            fields.text("key", OutcomeKeys.LONGEST),
            fields.required("kind", 100),
            fields.truth("success"),
            Objects.requireNonNullElse(fields.choice("source", SOURCES), Source.OUTCOME),
            fields.number("confidence", 0, 1),
            fields.decimal("value"),
            fields.text("comment", PlainOutcomes.LONGEST_COMMENT),
            fields.text("by", 200),
            fields.time("at"));
    fields.done();
    return outcome;
  }
}
