package dev.metaagent.observe.privacy;

import dev.metaagent.access.ServerSecret;
import dev.metaagent.kernel.OrganizationId;
import dev.metaagent.tenancy.Tenant;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/// Applies the policy of the organization in scope. Whatever is stored, and whatever is asked for,
/// goes through here, so that a value that was replaced is still found by itself.
@Component
public class Privacy {

  static final String PURPOSE = "privacy/1";

  private final ServerSecret secret;
  private final Memory memory = new Memory();
  private final Map<OrganizationId, Policy> policies = new ConcurrentHashMap<>();

  Privacy(ServerSecret secret) {
    this.secret = secret;
  }

  public ExportTraceServiceRequest clean(ExportTraceServiceRequest request) {
    return sanitizer().traces(request);
  }

  public ExportLogsServiceRequest clean(ExportLogsServiceRequest request) {
    return sanitizer().logs(request);
  }

  /// A text as it would be stored.
  public String text(String text) {
    return sanitizer().text(text);
  }

  /// An id of a user, a session or an outcome as it would be stored: opaque ids stay.
  public String id(String id) {
    return sanitizer().id(id);
  }

  private Sanitizer sanitizer() {
    return new Sanitizer(policy(), memory);
  }

  private Policy policy() {
    OrganizationId organization = Tenant.current();
    return policies.computeIfAbsent(
        organization, id -> Policy.standard(secret.derive(PURPOSE, id)));
  }
}
