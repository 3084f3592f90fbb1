package dev.metaagent.registry.register;

import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The register as comma-separated values (RFC 4180). What a spreadsheet would take for a formula
/// begins with an apostrophe. An empty cell is not known.
final class RegisterCsv {

  private static final String FORMULA = "=+-@\t\r";
  private static final String END = "\r\n";

  private record Column(String name, Function<RegisterDetail, @Nullable Object> value) {}

  private static final List<Column> COLUMNS =
      List.of(
          new Column("agent", row -> row.entry().agent().name()),
          new Column("id", row -> row.entry().agent().id()),
          new Column("aliases", row -> joined(row.entry().aliases())),
          new Column("purpose", row -> row.entry().purpose()),
          new Column("owner", row -> row.entry().owner()),
          new Column("team", row -> row.entry().team()),
          new Column("dataClasses", row -> joined(row.entry().dataClasses())),
          new Column("risk", row -> row.entry().risk()),
          new Column("review", row -> row.entry().review()),
          new Column("overdue", row -> row.entry().overdue()),
          new Column("reviewedAt", row -> row.entry().reviewedAt()),
          new Column("reviewedBy", row -> row.entry().reviewedBy()),
          new Column("reviewReason", row -> row.entry().reviewReason()),
          new Column("reviewedUntil", row -> row.entry().reviewedUntil()),
          new Column("changedAt", row -> row.entry().changedAt()),
          new Column("changedBy", row -> row.entry().changedBy()),
          new Column("newTools", row -> fresh(row, RegisterDetail.Uses::tools)),
          new Column("newModels", row -> fresh(row, RegisterDetail.Uses::models)),
          new Column("newPrompts", row -> fresh(row, RegisterDetail.Uses::prompts)),
          new Column("tools", row -> names(row.known().tools())),
          new Column("models", row -> names(row.known().models())),
          new Column("prompts", row -> names(row.known().prompts())),
          new Column("usesComplete", row -> row.entry().usesComplete()),
          new Column("unknownBefore", row -> row.entry().unknownBefore()),
          new Column("firstSeenAt", row -> row.entry().firstSeenAt()),
          new Column("lastSeenAt", row -> row.entry().lastSeenAt()),
          new Column("archivedAt", row -> row.entry().archivedAt()));

  private RegisterCsv() {}

  static String head() {
    return COLUMNS.stream().map(Column::name).collect(Collectors.joining(",")) + END;
  }

  static String line(RegisterDetail row) {
    return COLUMNS.stream()
            .map(column -> cell(column.value().apply(row)))
            .collect(Collectors.joining(","))
        + END;
  }

  /// One cell. Numbers, times and truths are ours and need no quotes.
  static String cell(@Nullable Object value) {
    return switch (value) {
      case null -> "";
      case Instant at -> at.toString();
      case Boolean truth -> truth.toString();
      default -> quoted(value.toString());
    };
  }

  private static String quoted(String text) {
    String safe = !text.isEmpty() && FORMULA.indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
    return "\"" + safe.replace("\"", "\"\"") + "\"";
  }

  private static @Nullable String fresh(
      RegisterDetail row, Function<RegisterDetail.Uses, List<RegisterUse>> kind) {
    RegisterDetail.Uses fresh = row.newSinceReview();
    return fresh == null ? null : names(kind.apply(fresh));
  }

  private static String names(List<RegisterUse> uses) {
    return joined(
        uses.stream()
            .map(use ->
                Stream.of(use.name(), use.version())
                    .filter(part -> part != null)
                    .collect(Collectors.joining(" ")))
            .toList());
  }

  private static String joined(List<String> texts) {
    return String.join("; ", texts);
  }
}
