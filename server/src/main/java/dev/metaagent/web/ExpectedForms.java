package dev.metaagent.web;

import dev.metaagent.kernel.AgentId;
import dev.metaagent.kernel.ExecutionId;
import dev.metaagent.kernel.OrganizationId;
import dev.metaagent.kernel.TraceId;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.UUID;

/// How a value of a type is written, in words for whoever wrote it differently.
final class ExpectedForms {

  private ExpectedForms() {}

  static String of(Class<?> type) {
    if (type.isEnum()) {
      return "one of "
          + String.join(
              ", ",
              Arrays.stream(type.getEnumConstants())
                  .map(constant -> constant.toString().toLowerCase(Locale.ROOT))
                  .toList());
    }
    if (type == AgentId.class || type == OrganizationId.class || type == UUID.class) {
      return "a UUID";
    }
    if (type == ExecutionId.class) {
      return "32 hex digits, '-' and 16 hex digits";
    }
    if (type == TraceId.class) {
      return "32 hex digits";
    }
    if (type == Instant.class) {
      return "a time as in 2026-01-31T10:00:00Z";
    }
    if (type == int.class || type == Integer.class || type == long.class || type == Long.class) {
      return "a whole number";
    }
    if (type == double.class || type == Double.class) {
      return "a number";
    }
    if (type == boolean.class || type == Boolean.class) {
      return "true or false";
    }
    return "another form";
  }
}
