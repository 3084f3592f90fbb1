package dev.metaagent.access;

import dev.metaagent.tenancy.Tenant;
import java.util.Optional;
import java.util.function.Supplier;

/// The principal in scope: bound with its organization by the security filter and by the gRPC
/// interceptor.
public final class Caller {

  private static final ScopedValue<Principal> SCOPE = ScopedValue.newInstance();

  private Caller() {}

  /// The principal of this thread.
  ///
  /// @throws IllegalStateException outside of a request: in jobs and consumers
  public static Principal current() {
    return SCOPE.orElseThrow(() -> new IllegalStateException("no caller is in scope"));
  }

  public static Optional<Principal> find() {
    return SCOPE.isBound() ? Optional.of(SCOPE.get()) : Optional.empty();
  }

  /// Runs work as the principal and for its organization.
  public static <T> T call(Principal principal, Supplier<T> work) {
    return ScopedValue.where(SCOPE, principal)
        .call(() ->
            reads(principal)
                ? Tenant.callAsReader(principal.organization(), work)
                : Tenant.call(principal.organization(), work));
  }

  public static void run(Principal principal, Runnable work) {
    ScopedValue.where(SCOPE, principal)
        .run(() -> {
          if (reads(principal)) {
            Tenant.runAsReader(principal.organization(), work);
          } else {
            Tenant.run(principal.organization(), work);
          }
        });
  }

  /// Whoever only sends telemetry does not wait for readers.
  private static boolean reads(Principal principal) {
    return principal.role().covers(Role.VIEWER);
  }

  /// The same work, bound to the principal in scope now, for another thread.
  public static Runnable carry(Runnable work) {
    Principal principal = current();
    return () -> run(principal, work);
  }
}
