package dev.metaagent.ingest.otlp;

import org.jspecify.annotations.Nullable;

/**
 * The body is not an OTLP request and never will be: the sender gets 400 and must not retry. The
 * message names the place and never quotes the body.
 */
public final class UndecodableException extends Exception {
  private static final long serialVersionUID = 1L;

  private final @Nullable String remedy;

  public UndecodableException(String message) {
    this(message, null);
  }

  /**
   * @param remedy what to change at the sender; {@code <address>} stands for this server's own
   */
  UndecodableException(String message, @Nullable String remedy) {
    super(message);
    this.remedy = remedy;
  }

  /** What to change at the sender, where the body tells. */
  public @Nullable String remedy() {
    return remedy;
  }
}
