package dev.metaagent.ingest.otlp;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.LongConsumer;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * Reads a request body of unknown length, decompressing it, and stops with {@link
 * TooLargeException} at the first byte over the limit. The limit counts decompressed bytes. Memory
 * is reserved before it is used.
 */
public final class BoundedBody {
  private static final int FIRST = 16 * 1024;

  private final long limit;

  public BoundedBody(long limit) {
    this.limit = limit;
  }

  /** Whether this {@code Content-Encoding} can be read: none, identity, gzip or deflate. */
  public static boolean supports(@Nullable String contentEncoding) {
    return isGzip(contentEncoding) || isDeflate(contentEncoding) || isIdentity(contentEncoding);
  }

  /**
   * The decompressed body.
   *
   * @param memory reserves further bytes of heap, and may refuse by an exception
   * @throws UndecodableException if the encoding is unknown or the gzip stream is broken
   * @throws TooLargeException if the body is over the limit
   */
  public byte[] read(InputStream body, @Nullable String contentEncoding, LongConsumer memory)
      throws IOException, UndecodableException {
    if (isIdentity(contentEncoding)) {
      return bounded(body, memory);
    }
    boolean gzip = isGzip(contentEncoding);
    if (!gzip && !isDeflate(contentEncoding)) {
      throw new UndecodableException(
          "The content encoding is not known; send gzip, deflate or identity",
          "Choose OTEL_EXPORTER_OTLP_COMPRESSION=gzip or none.");
    }
    byte[] packed = bounded(body, memory);
    ByteArrayInputStream sent = new ByteArrayInputStream(packed);
    try (InputStream unpacked =
        gzip ? new GZIPInputStream(sent, 16_384) : new InflaterInputStream(sent)) {
      return bounded(unpacked, memory);
    } catch (ZipException | EOFException broken) {
      throw new UndecodableException("The compressed body is broken");
    }
  }

  private byte[] bounded(InputStream in, LongConsumer memory) throws IOException {
    int most = (int) Math.min(Integer.MAX_VALUE - 16L, limit + 1);
    byte[] bytes = new byte[Math.min(most, FIRST)];
    memory.accept(bytes.length);
    int size = 0;
    for (int read = 0; read >= 0 && size < most; size += Math.max(0, read)) {
      if (size == bytes.length) {
        int larger = (int) Math.min(most, 2L * bytes.length);
        memory.accept(larger);
        bytes = Arrays.copyOf(bytes, larger);
      }
      read = in.read(bytes, size, bytes.length - size);
    }
    if (size > limit) {
      throw new TooLargeException(limit);
    }
    return size == bytes.length ? bytes : Arrays.copyOf(bytes, size);
  }

  private static boolean isGzip(@Nullable String encoding) {
    if (encoding == null) {
      return false;
    }
    String name = encoding.strip().toLowerCase(Locale.ROOT);
    return name.equals("gzip") || name.equals("x-gzip");
  }

  /** The zlib format, which HTTP calls deflate. */
  private static boolean isDeflate(@Nullable String encoding) {
    return encoding != null
        && (encoding.strip().equalsIgnoreCase("deflate")
            || encoding.strip().equalsIgnoreCase("zlib"));
  }

  private static boolean isIdentity(@Nullable String encoding) {
    return encoding == null || encoding.isBlank() || encoding.strip().equalsIgnoreCase("identity");
  }
}
