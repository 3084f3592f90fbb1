package dev.metaagent.policy.document;

/// Why a document is not taken; what was held stays. Reasons are checked in this order.
public enum Rejection {
  MALFORMED("malformed"),
  OTHER_AGENT("otherAgent"),
  UNKNOWN_KEY("unknownKey"),
  FORGED("forged"),
  OLDER("older"),
  FROM_THE_FUTURE("fromTheFuture");

  private final String text;

  Rejection(String text) {
    this.text = text;
  }

  /// As it is reported.
  public String text() {
    return text;
  }
}
