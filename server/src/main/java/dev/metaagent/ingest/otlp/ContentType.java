package dev.metaagent.ingest.otlp;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The two encodings of an OTLP/HTTP body. A reply uses the encoding of its request. */
public enum ContentType {
  PROTOBUF("application/x-protobuf"),
  JSON("application/json");

  private final String mediaType;

  ContentType(String mediaType) {
    this.mediaType = mediaType;
  }

  /** The value of the {@code Content-Type} header. */
  public String mediaType() {
    return mediaType;
  }

  /** The encoding named by a {@code Content-Type} header, parameters ignored; empty if another. */
  public static Optional<ContentType> of(@Nullable String header) {
    if (header == null) {
      return Optional.empty();
    }
    int end = header.indexOf(';');
    String type = (end < 0 ? header : header.substring(0, end)).strip().toLowerCase(Locale.ROOT);
    return switch (type) {
      case "application/x-protobuf", "application/protobuf" -> Optional.of(PROTOBUF);
      case "application/json" -> Optional.of(JSON);
      default -> Optional.empty();
    };
  }
}
