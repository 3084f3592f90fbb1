package dev.metaagent.observe.privacy;

import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/// Applies the policy of the organization in scope. Whatever is stored, and whatever is asked for,
/// goes through here, so that a value that was replaced is still found by itself.
@Component
public class Privacy {

  private final Supplier<Policy> policy;
  private final MeterRegistry meters;
  private final Memory memory = new Memory();

  @Autowired
  Privacy(Policies policies, MeterRegistry meters) {
    this(() -> policies.current().policy(), meters);
  }

  private Privacy(Supplier<Policy> policy, MeterRegistry meters) {
    this.policy = policy;
    this.meters = meters;
  }

  /// The standard for everybody, without a database.
  public static Privacy standard(byte[] key, MeterRegistry meters) {
    Policy standard = Policy.standard(key);
    return new Privacy(() -> standard, meters);
  }

  public ExportTraceServiceRequest clean(ExportTraceServiceRequest request) {
    return through(sanitizer -> sanitizer.traces(request));
  }

  public ExportLogsServiceRequest clean(ExportLogsServiceRequest request) {
    return through(sanitizer -> sanitizer.logs(request));
  }

  /// A text as it would be stored.
  public String text(String text) {
    return through(sanitizer -> sanitizer.text(text));
  }

  /// An id of a user, a session or an outcome as it would be stored: opaque ids stay.
  public String id(String id) {
    return through(sanitizer -> sanitizer.id(id));
  }

  /// The same, where there may be none.
  public @Nullable String known(@Nullable String id) {
    return id == null ? null : id(id);
  }

  /// The value of an attribute as it would be stored.
  public String attribute(String key, String value) {
    return through(sanitizer -> sanitizer.attribute(key, value));
  }

  private <T> T through(Function<Sanitizer, T> work) {
    Sanitizer sanitizer = new Sanitizer(policy.get(), memory);
    T clean = work.apply(sanitizer);
    int[] counts = sanitizer.counts();
    for (DataClass kind : DataClass.values()) {
      if (counts[kind.index()] > 0) {
        meters
            .counter("metaagent.privacy.replaced", "class", kind.id())
            .increment(counts[kind.index()]);
      }
    }
    return clean;
  }
}
