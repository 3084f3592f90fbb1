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

/// A place in a list of questions: what a cursor stands for. A cursor is good for the order that it
/// was made for.
record ApprovalPlace(ListedApprovals.Order order, Instant at, UUID id) {

  private static final Pattern FORM = Pattern.compile("([a-z])([0-9]{1,16})\\|([0-9a-f-]{36})");

  static ApprovalPlace of(ListedApprovals.Order order, Approval approval) {
    return new ApprovalPlace(order, order.timeOf(approval), approval.id());
  }

  /// @param cursor null: the start of the list
  static ApprovalPlace parse(ListedApprovals.Order order, @Nullable String cursor) {
    if (cursor == null || cursor.isEmpty()) {
      return order.start();
    }
    try {
      String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.US_ASCII);
      Matcher parts = FORM.matcher(text);
      if (parts.matches() && parts.group(1).charAt(0) == order.letter()) {
        return new ApprovalPlace(
            order,
            Instant.EPOCH.plus(Long.parseLong(parts.group(2)), ChronoUnit.MICROS),
            UUID.fromString(parts.group(3)));
      }
    } catch (IllegalArgumentException e) {
      // answered below
    }
    throw MetaAgentException.invalid("cursor", "the nextCursor of the previous page");
  }

  String cursor() {
    String text =
        order.letter() + Long.toString(ChronoUnit.MICROS.between(Instant.EPOCH, at)) + "|" + id;
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.US_ASCII));
  }
}
