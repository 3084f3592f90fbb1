package dev.metaagent.ingest.otlp;

/**
 * The body is not an OTLP request and never will be: the sender gets 400 and must not retry. The
 * message names the place and never quotes the body.
 */
public final class UndecodableException extends Exception {
  private static final long serialVersionUID = 1L;

  public UndecodableException(String message) {
    super(message);
  }
}
