package dev.metaagent.tenancy;

import dev.metaagent.kernel.OrganizationId;
import java.util.function.Supplier;

/// The organization in scope. It is bound for a request, an event or a job, and read by {@link
/// TenantTransactions}; nobody else passes it around.
///
/// A scoped value is not inherited by executors or by plain virtual threads: work that moves to
/// another thread must be wrapped with {@link #carry}.
public final class Tenant {

  private static final ScopedValue<OrganizationId> SCOPE = ScopedValue.newInstance();

  private static final ScopedValue<Boolean> READER = ScopedValue.newInstance();

  private Tenant() {}

  /// The organization of this thread.
  ///
  /// @throws IllegalStateException outside any organization
  public static OrganizationId current() {
    return SCOPE.orElseThrow(() -> new IllegalStateException("no organization is in scope"));
  }

  public static void run(OrganizationId organization, Runnable work) {
    ScopedValue.where(SCOPE, organization).run(work);
  }

  public static <T> T call(OrganizationId organization, Supplier<T> work) {
    return ScopedValue.where(SCOPE, organization).call(work::get);
  }

  /// Runs work of somebody whose reads are limited by {@link ReadPermits}.
  public static void runAsReader(OrganizationId organization, Runnable work) {
    ScopedValue.where(SCOPE, organization).where(READER, true).run(work);
  }

  public static <T> T callAsReader(OrganizationId organization, Supplier<T> work) {
    return ScopedValue.where(SCOPE, organization).where(READER, true).call(work::get);
  }

  static boolean isReader() {
    return READER.isBound();
  }

  /// The same work, bound to the organization in scope now, for another thread.
  public static Runnable carry(Runnable work) {
    OrganizationId organization = current();
    return () -> run(organization, work);
  }
}
