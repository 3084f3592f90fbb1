package dev.metaagent.policy;

/// Why a run or a tool call is refused.
public enum RefusalKind {
  /// There is no policy, and the host asked to refuse then.
  NO_POLICY("noPolicy"),
  /// The agent or the fleet is stopped.
  STOPPED("stopped"),
  /// The policy is older than it may be without contact with the server.
  POLICY_EXPIRED("policyExpired"),
  /// The run reached one of its limits.
  LIMIT("limit"),
  /// A rule denies the call.
  DENIED("denied"),
  DENIED_BY_PERSON("deniedByPerson"),
  /// Nobody answered the question in time.
  UNANSWERED("unanswered"),
  /// The question could not be delivered.
  UNREACHABLE("unreachable");

  private final String text;

  RefusalKind(String text) {
    this.text = text;
  }

  /// As it is written in the protocol.
  public String text() {
    return text;
  }
}
