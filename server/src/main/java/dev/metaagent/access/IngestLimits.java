package dev.metaagent.access;

/// How many bytes of telemetry one key, member or webhook may send in a minute: counted like {@link
/// BytesInFlight}, as read, decompressed and decoded. The size of a request is known only when it
/// was read, so a request may exceed the rest of the allowance, and the next one has to wait until
/// that is made up for. Local mode is not limited.
public interface IngestLimits {

  /// Refuses a sender that has used up its bytes.
  ///
  /// @throws dev.metaagent.kernel.MetaAgentException 429 with the time to wait
  void check(Principal sender);

  /// Counts the bytes of a request.
  void spend(Principal sender, long bytes);
}
