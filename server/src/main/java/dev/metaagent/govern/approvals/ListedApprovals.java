package dev.metaagent.govern.approvals;

import dev.metaagent.kernel.MetaAgentException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Which questions a list shows and in which order. The state in a row can be late by a few
/// seconds, so conditions look at the time too.
enum ListedApprovals {
  ALL("true", Order.ASKED),
  /// those that run out first come first
  PENDING("state = 'pending' and expires_at > :now", Order.SOONEST),
  APPROVED("state = 'approved'", Order.ASKED),
  DENIED("state = 'denied'", Order.ASKED),
  EXPIRED("(state = 'expired' or (state = 'pending' and expires_at <= :now))", Order.ASKED),
  /// everything that is over, what ended last first
  DECIDED("(state <> 'pending' or expires_at <= :now)", Order.ENDED);

  /// An order of questions, by a time and the id.
  enum Order {
    ASKED("asked_at", true),
    SOONEST("expires_at", false),
    ENDED("coalesce(decided_at, expires_at)", true);

    private static final Instant LAST = Instant.parse("9999-01-01T00:00:00Z");
    private static final Instant FIRST = Instant.parse("1970-01-01T00:00:00Z");

    private final String time;
    private final boolean descending;

    Order(String time, boolean descending) {
      this.time = time;
      this.descending = descending;
    }

    /// The condition for what comes after a place.
    String after() {
      return "(" + time + ", id) " + (descending ? "<" : ">") + " (:at, :after)";
    }

    String by() {
      return descending ? time + " desc, id desc" : time + ", id";
    }

    /// The place before everything.
    ApprovalPlace start() {
      return descending
          ? new ApprovalPlace(this, LAST, new UUID(-1, -1))
          : new ApprovalPlace(this, FIRST, new UUID(0, 0));
    }

    Instant timeOf(Approval approval) {
      return switch (this) {
        case ASKED -> approval.askedAt();
        case SOONEST -> approval.expiresAt();
        case ENDED -> approval.decidedAt() == null ? approval.expiresAt() : approval.decidedAt();
      };
    }

    /// The letter that stands for it in a cursor.
    char letter() {
      return Character.toLowerCase(name().charAt(0));
    }
  }

  private final String condition;
  private final Order order;

  ListedApprovals(String condition, Order order) {
    this.condition = condition;
    this.order = order;
  }

  String condition() {
    return condition;
  }

  Order order() {
    return order;
  }

  /// @param state as somebody asks for it; null: all
  static ListedApprovals of(@Nullable String state) {
    if (state == null) {
      return ALL;
    }
    return Arrays.stream(values())
        .filter(each -> each != ALL && each.name().toLowerCase(Locale.ROOT).equals(state))
        .findFirst()
        .orElseThrow(() ->
            MetaAgentException.invalid("state", "pending, decided, approved, denied or expired"));
  }
}
