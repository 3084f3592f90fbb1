package dev.metaagent.access.http;

import dev.metaagent.access.BodySettings;
import dev.metaagent.access.BytesInFlight;
import dev.metaagent.access.TimedBody;
import dev.metaagent.kernel.ErrorCode;
import dev.metaagent.kernel.MetaAgentException;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/// A request whose body is refused beyond a number of bytes, whatever its Content-Length.
final class SizeLimitedRequest extends HttpServletRequestWrapper {

  /// Bytes of heap for each byte of JSON that becomes an object.
  private static final long MEMORY = 4;

  private final long limit;

  SizeLimitedRequest(HttpServletRequest request, long limit) {
    super(request);
    this.limit = limit;
    if (request.getContentLengthLong() > limit) {
      throw tooLarge(limit);
    }
  }

  /// The request with a limit of its body; a small one, and a short timeout, if it is
  /// unauthenticated.
  static SizeLimitedRequest of(HttpServletRequest request, boolean known, long limit) {
    if (known) {
      return new SizeLimitedRequest(request, limit);
    }
    TimedBody.shorten(request);
    return new SizeLimitedRequest(request, Math.min(BodySettings.OPEN_BODY, limit));
  }

  static MetaAgentException tooLarge(long limit) {
    return new MetaAgentException(
        ErrorCode.PAYLOAD_TOO_LARGE, "The body may have " + limit + " bytes.");
  }

  @Override
  public ServletInputStream getInputStream() throws IOException {
    return new Counted(super.getInputStream(), limit, BytesInFlight.of(this));
  }

  @Override
  public BufferedReader getReader() throws IOException {
    return new BufferedReader(new InputStreamReader(getInputStream(), StandardCharsets.UTF_8));
  }

  private static final class Counted extends ServletInputStream {

    private final ServletInputStream body;
    private final long limit;
    private final BytesInFlight.Share share;
    private long read;

    Counted(ServletInputStream body, long limit, BytesInFlight.Share share) {
      this.share = share;
      this.body = body;
      this.limit = limit;
    }

    @Override
    public int read() throws IOException {
      int value = body.read();
      count(value < 0 ? 0 : 1);
      return value;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      int count = body.read(target, offset, length);
      count(Math.max(0, count));
      return count;
    }

    private void count(int more) {
      if (more > 0) {
        share.take(MEMORY * more);
      }
      read += more;
      if (read > limit) {
        throw tooLarge(limit);
      }
    }

    @Override
    public boolean isFinished() {
      return body.isFinished();
    }

    @Override
    public boolean isReady() {
      return body.isReady();
    }

    @Override
    public void setReadListener(ReadListener listener) {
      body.setReadListener(listener);
    }
  }
}
