package dev.metaagent.ingest.json;

import dev.metaagent.kernel.MetaAgentException.FieldError;
import java.util.ArrayList;
import java.util.List;

/// The errors and warnings of one document; only the first of many.
final class DocumentProblems {

  private static final int MOST = 50;

  private final List<FieldError> errors = new ArrayList<>();
  private final List<FieldError> warnings = new ArrayList<>();

  void wrong(String field, String message) {
    note(errors, field, message);
  }

  void odd(String field, String message) {
    note(warnings, field, message);
  }

  private static void note(List<FieldError> list, String field, String message) {
    if (list.size() < MOST) {
      list.add(new FieldError(field, message));
    }
  }

  /// Whether further warnings would not be kept.
  boolean enoughWarnings() {
    return warnings.size() >= MOST;
  }

  boolean any() {
    return !errors.isEmpty();
  }

  List<FieldError> errors() {
    return errors;
  }

  List<FieldError> warnings() {
    return warnings;
  }
}
