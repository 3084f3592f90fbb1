package dev.metaagent.observe.doors;

import dev.metaagent.kernel.MetaAgentException.FieldError;
import java.util.ArrayList;
import java.util.List;

/// What is wrong with one document, and what is odd about it; of many, the first ones.
final class Problems {

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
