package dev.metaagent.live;

/// Why the server ends a connection: the code with which a WebSocket closes, and the code and
/// sentence of the notice before it.
enum CloseStatus {
  UNAUTHENTICATED(4001, "unauthenticated", "The credential is no longer valid here."),
  SLOW_CONSUMER(
      4008, "slow_consumer", "Frames were not accepted in time; connect again and resume."),
  RATE_LIMITED(4029, "rate_limited", "Too many messages were sent."),
  GOING_AWAY(1001, "going_away", "The server is stopping; connect again and resume.");

  private final int code;
  private final String notice;
  private final String message;

  CloseStatus(int code, String notice, String message) {
    this.code = code;
    this.notice = notice;
    this.message = message;
  }

  int code() {
    return code;
  }

  String notice() {
    return notice;
  }

  String message() {
    return message;
  }
}
