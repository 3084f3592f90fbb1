package dev.metaagent.access;

import dev.metaagent.kernel.ErrorCode;
import dev.metaagent.kernel.MetaAgentException;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/// A request whose whole body has to arrive within a timeout: a body that arrives byte by byte
/// never exceeds the timeout of a single read.
public final class TimedBody extends HttpServletRequestWrapper {

  private final long began = System.nanoTime();
  private volatile long allowedNanos;

  public TimedBody(HttpServletRequest request, Duration allowed) {
    super(request);
    this.allowedNanos = allowed.toNanos();
  }

  /// Shortens the timeout of a request that is not authenticated yet.
  public static void shorten(ServletRequest request) {
    if (request.getAttribute(TimedBody.class.getName()) instanceof TimedBody timed) {
      timed.allowedNanos = Math.min(timed.allowedNanos, BodySettings.OPEN_TIMEOUT.toNanos());
    }
  }

  @Override
  public ServletInputStream getInputStream() throws IOException {
    return new Timed(super.getInputStream());
  }

  @Override
  public BufferedReader getReader() throws IOException {
    return new BufferedReader(new InputStreamReader(getInputStream(), StandardCharsets.UTF_8));
  }

  private static MetaAgentException late() {
    return new MetaAgentException(ErrorCode.REQUEST_TIMEOUT, "The body did not arrive in time.");
  }

  private final class Timed extends ServletInputStream {

    private final ServletInputStream body;

    Timed(ServletInputStream body) {
      this.body = body;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      try {
        int count = body.read(target, offset, length);
        if (count >= 0 && System.nanoTime() - began > allowedNanos) {
          throw late();
        }
        return count;
      } catch (SocketTimeoutException e) {
        throw late();
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
