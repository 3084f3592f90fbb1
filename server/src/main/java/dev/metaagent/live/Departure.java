package dev.metaagent.live;

/// Why the server ends a connection: the code with which the WebSocket closes, and the code and
/// sentence of the notice before it.
enum Departure {
  NOT_ALLOWED_ANY_MORE(4001, "unauthenticated", "The credential is no longer valid here."),
  SLOW_CONSUMER(4008, "slow_consumer", "Frames were not taken in time; connect again and resume."),
  RATE_LIMITED(4029, "rate_limited", "Too many messages were sent."),
  GOING_AWAY(1001, "going_away", "The server stops; connect again and resume.");

  private final int code;
  private final String wire;
  private final String message;

  Departure(int code, String wire, String message) {
    this.code = code;
    this.wire = wire;
    this.message = message;
  }

  int code() {
    return code;
  }

  String wire() {
    return wire;
  }

  String message() {
    return message;
  }
}
