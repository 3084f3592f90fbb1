package dev.metaagent.access;

import dev.metaagent.kernel.ErrorCode;
import dev.metaagent.kernel.MetaAgentException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.ServletRequest;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/// Limits the heap that request bodies use together, as read, decompressed and decoded. Bytes are
/// reserved before they are read. A request waits a short time for them and is then refused with
/// 429 (backpressure), so that its sender retries.
///
/// An eighth of the limit is reserved for small requests. One large request is always served, up to
/// three quarters of the heap. Of large requests that wait for bytes held by each other, the oldest
/// has the longest timeout, so that it continues when the others are refused.
@Component
public final class BytesInFlight {

  /// A small request uses at most this fraction of the part for small ones.
  private static final long SMALL_PART = 64;

  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final Duration PATIENCE_OF_THE_OLDEST = Duration.ofSeconds(10);
  private static final Duration RETRY = Duration.ofSeconds(3);

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition freed = lock.newCondition();
  private final Deque<Share> larges = new ArrayDeque<>();
  private final Pool small;
  private final Pool large;
  private final long most;
  private final Counter refused;

  private static final class Pool {
    private final long bound;
    private long used;

    Pool(long bound) {
      this.bound = bound;
    }
  }

  @Autowired
  BytesInFlight(BodySettings settings, MeterRegistry meters) {
    this(settings.bytesInFlight(), Runtime.getRuntime().maxMemory() / 4 * 3, meters);
  }

  public BytesInFlight(long bound, long most, MeterRegistry meters) {
    this.small = new Pool(bound / 8);
    this.large = new Pool(bound - bound / 8);
    this.most = most;
    this.refused = meters.counter("metaagent.bodies.refused");
    meters.gauge("metaagent.bodies.in.flight.bytes", this, BytesInFlight::used);
  }

  /// A new share for one request, held until it is closed.
  public Share share() {
    return new Share();
  }

  /// The share of a request, which its filter releases after the response.
  public static Share of(ServletRequest request) {
    return (Share) request.getAttribute(Share.class.getName());
  }

  private long used() {
    lock.lock();
    try {
      return small.used + large.used;
    } finally {
      lock.unlock();
    }
  }

  /// The bytes of one request.
  public final class Share implements AutoCloseable {

    private Pool pool = small;
    private long held;

    private Share() {}

    /// Reserves more bytes.
    ///
    /// @throws MetaAgentException INTAKE_FULL when they do not become free in time,
    ///   PAYLOAD_TOO_LARGE when the request can never fit into this heap
    public void take(long bytes) {
      lock.lock();
      try {
        long wanted = held + bytes;
        if (wanted > most) {
          throw tooLarge();
        }
        Pool into = wanted > small.bound / SMALL_PART ? large : small;
        if (into == large && pool != large && !larges.contains(this)) {
          larges.add(this);
        }
        await(into, wanted);
        pool.used -= held;
        into.used += wanted;
        pool = into;
        held = wanted;
      } finally {
        lock.unlock();
      }
    }

    /// The bytes that are reserved now.
    public long held() {
      lock.lock();
      try {
        return held;
      } finally {
        lock.unlock();
      }
    }

    private void await(Pool into, long wanted) {
      long began = System.nanoTime();
      try {
        while (!fits(into, wanted)) {
          long left = patience().toNanos() - (System.nanoTime() - began);
          if (left <= 0) {
            throw full();
          }
          var _ = freed.awaitNanos(left);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw full();
      }
    }

    private Duration patience() {
      return larges.peekFirst() == this ? PATIENCE_OF_THE_OLDEST : PATIENCE;
    }

    private boolean fits(Pool into, long wanted) {
      long others = into.used - (pool == into ? held : 0);
      return others + wanted <= into.bound || (into == large && others == 0);
    }

    @Override
    public void close() {
      lock.lock();
      try {
        pool.used -= held;
        held = 0;
        larges.remove(this);
        freed.signalAll();
      } finally {
        lock.unlock();
      }
    }
  }

  private MetaAgentException full() {
    refused.increment();
    return MetaAgentException.busy(
        ErrorCode.INTAKE_FULL,
        "Too many bytes are being read at once; send the request again.",
        RETRY);
  }

  private MetaAgentException tooLarge() {
    return new MetaAgentException(
        ErrorCode.PAYLOAD_TOO_LARGE,
        "Decoded, the body takes up more than the "
            + most / (1024 * 1024)
            + " MiB of memory that this server has for one request.");
  }
}
