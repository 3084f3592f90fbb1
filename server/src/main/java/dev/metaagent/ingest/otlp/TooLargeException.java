package dev.metaagent.ingest.otlp;

import java.io.IOException;

/** The body, once decompressed, is larger than the limit: the sender gets 413. */
public final class TooLargeException extends IOException {
  private static final long serialVersionUID = 1L;

  private final long limit;

  public TooLargeException(long limit) {
    super("The body is larger than " + limit + " bytes after decompression");
    this.limit = limit;
  }

  /** The limit in bytes. */
  public long limit() {
    return limit;
  }
}
