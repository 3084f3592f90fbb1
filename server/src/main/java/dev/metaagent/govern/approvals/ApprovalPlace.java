package dev.metaagent.govern.approvals;

import dev.metaagent.kernel.MetaAgentException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A place in the list of questions, newest first: what a cursor stands for.
record ApprovalPlace(Instant at, UUID id) {

  private static final Pattern FORM = Pattern.compile("([0-9]{1,16})\\|([0-9a-f-]{36})");
  private static final ApprovalPlace TOP =
      new ApprovalPlace(Instant.parse("9999-01-01T00:00:00Z"), new UUID(-1, -1));

  static ApprovalPlace of(Approval approval) {
    return new ApprovalPlace(approval.askedAt(), approval.id());
  }

  /// @param cursor null: the top of the list
  static ApprovalPlace parse(@Nullable String cursor) {
    if (cursor == null || cursor.isEmpty()) {
      return TOP;
    }
    try {
      String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.US_ASCII);
      Matcher parts = FORM.matcher(text);
      if (parts.matches()) {
        return new ApprovalPlace(
            Instant.EPOCH.plus(Long.parseLong(parts.group(1)), ChronoUnit.MICROS),
            UUID.fromString(parts.group(2)));
      }
    } catch (IllegalArgumentException e) {
      // answered below
    }
    throw MetaAgentException.invalid("cursor", "the nextCursor of the previous page");
  }

  String cursor() {
    String text = ChronoUnit.MICROS.between(Instant.EPOCH, at) + "|" + id;
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.US_ASCII));
  }
}
