package dev.metaagent.privacy;

import dev.metaagent.kernel.ErrorCode;
import dev.metaagent.privacy.detect.DataClass;
import dev.metaagent.tenancy.Tenant;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/// Applies the policy of the organization in scope. Stored values and query values both go through
/// here, so that a replaced value can still be found. Patterns of an organization run on threads of
/// their own, within a budget.
@Component
public class Privacy {

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Supplier<PrivacyPolicy> policy;
  private final MeterRegistry meters;
  private final Counter withheld;
  private final PatternThreads threads =
      new PatternThreads(
          "privacy",
          Math.max(2, Runtime.getRuntime().availableProcessors()),
          PATIENCE,
          ErrorCode.INTAKE_FULL);
  private final CleanedTextCache memory = new CleanedTextCache();

  @Autowired
  Privacy(PrivacyPolicies policies, MeterRegistry meters) {
    this(() -> policies.current().policy(), meters);
  }

  private Privacy(Supplier<PrivacyPolicy> policy, MeterRegistry meters) {
    this.policy = policy;
    this.meters = meters;
    this.withheld = meters.counter("metaagent.privacy.withheld");
  }

  /// The standard for everybody, without a database.
  public static Privacy standard(byte[] key, MeterRegistry meters) {
    PrivacyPolicy standard = PrivacyPolicy.standard(key);
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

  /// The same for a nullable id.
  public @Nullable String known(@Nullable String id) {
    return id == null ? null : id(id);
  }

  /// The value of an attribute as it would be stored.
  public String attribute(String key, String value) {
    return through(sanitizer -> sanitizer.attribute(key, value));
  }

  private <T> T through(Function<Sanitizer, T> work) {
    PrivacyPolicy now = policy.get();
    Sanitizer sanitizer = new Sanitizer(now, memory);
    T clean =
        now.customs().isEmpty()
            ? work.apply(sanitizer)
            : threads.call(Tenant.current(), () -> work.apply(sanitizer));
    withheld.increment(sanitizer.withheld());
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
