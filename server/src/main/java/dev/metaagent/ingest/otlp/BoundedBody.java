package dev.metaagent.observe.otlp;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * Reads a request body of unknown length, decompressing it, and stops with {@link
 * TooLargeException} at the first byte over the limit. The limit counts decompressed bytes.
 */
public final class LimitedBody {
  private final long limit;

  public LimitedBody(long limit) {
    this.limit = limit;
  }

  /** Whether this {@code Content-Encoding} can be read: none, identity or gzip. */
  public static boolean supports(@Nullable String contentEncoding) {
    return isGzip(contentEncoding) || isIdentity(contentEncoding);
  }

  /**
   * The decompressed body.
   *
   * @throws UndecodableException if the encoding is unknown or the gzip stream is broken
   * @throws TooLargeException if the body is over the limit
   */
  public byte[] read(InputStream body, @Nullable String contentEncoding)
      throws IOException, UndecodableException {
    if (isIdentity(contentEncoding)) {
      return bounded(body);
    }
    if (!isGzip(contentEncoding)) {
      throw new UndecodableException("The content encoding is not known; send gzip or identity");
    }
    byte[] packed = bounded(body);
    try (InputStream unpacked = new GZIPInputStream(new ByteArrayInputStream(packed), 16_384)) {
      return bounded(unpacked);
    } catch (ZipException | EOFException broken) {
      throw new UndecodableException("The gzip stream is broken");
    }
  }

  private byte[] bounded(InputStream in) throws IOException {
    int most = (int) Math.min(Integer.MAX_VALUE - 16L, limit + 1);
    byte[] bytes = in.readNBytes(most);
    if (bytes.length > limit) {
      throw new TooLargeException(limit);
    }
    return bytes;
  }

  private static boolean isGzip(@Nullable String encoding) {
    if (encoding == null) {
      return false;
    }
    String name = encoding.strip().toLowerCase(Locale.ROOT);
    return name.equals("gzip") || name.equals("x-gzip");
  }

  private static boolean isIdentity(@Nullable String encoding) {
    return encoding == null || encoding.isBlank() || encoding.strip().equalsIgnoreCase("identity");
  }
}
