package dev.metaagent.registry;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A change of an agent's entry in the register, as it was sent; null leaves a value as it is, and
/// an empty text or list removes it.
///
/// @param purpose what the agent is for
/// @param dataClasses what kinds of data it works with, in free words
/// @param risk low, medium or high; "" for nobody has said
/// @param review unreviewed, approved or restricted: a new review
/// @param reviewedUntil until when the review holds, in RFC 3339; "" for until the next one
public record RegisterEdit(
    @Nullable String purpose,
    @Nullable String team,
    @Nullable List<@Nullable String> dataClasses,
    @Nullable String risk,
    @Nullable String review,
    @Nullable String reviewedUntil) {

  public boolean empty() {
    return !describes() && !reviews();
  }

  /// Whether it changes what the entry says of the agent.
  public boolean describes() {
    return purpose != null || team != null || dataClasses != null || risk != null;
  }

  /// Whether it changes the review.
  public boolean reviews() {
    return review != null || reviewedUntil != null;
  }
}
