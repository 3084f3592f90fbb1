package dev.metaagent.web.idempotency;

/// What a request with a key finds.
sealed interface Claim {

  /// The key is new: the command is to be done.
  record Taken() implements Claim {}

  /// The same command was done.
  record Done(StoredAnswer answer) implements Claim {}

  /// The same command was begun and has no answer: it is being done, or its process ended
  /// meanwhile.
  record Unfinished() implements Claim {}

  /// The key belongs to another command.
  record Other() implements Claim {}

  /// The organization holds as many keys as it may.
  record Full() implements Claim {}
}
