package dev.metaagent.tenancy;

import dev.metaagent.kernel.OrganizationId;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/// Work on items of many organizations in which a failing item stops no other one: it is counted,
/// logged, and answered to the caller. Only when no transaction can be had does the work end.
@Component
public class ForEachTenant {

  private static final Logger log = LoggerFactory.getLogger(ForEachTenant.class);

  private final TransactionTemplate savepoint;
  private final MeterRegistry meters;
  private final Set<String> failing = ConcurrentHashMap.newKeySet();

  public ForEachTenant(DataSource dataSource, MeterRegistry meters) {
    this.savepoint = new TransactionTemplate(new DataSourceTransactionManager(dataSource));
    this.savepoint.setPropagationBehavior(TransactionDefinition.PROPAGATION_NESTED);
    this.meters = meters;
  }

  /// Works on each item with its organization in scope, outside any transaction.
  ///
  /// @return the items that failed
  public <T> List<T> run(
      String job,
      Collection<T> items,
      Function<? super T, OrganizationId> organization,
      Consumer<? super T> work) {
    return each(
        job,
        items,
        organization,
        item -> Tenant.run(organization.apply(item), () -> work.accept(item)));
  }

  /// Works on each item in a savepoint of the system transaction in progress.
  ///
  /// @return the items that failed, of which nothing is left in the transaction
  public <T> List<T> inSavepoints(
      String job,
      Collection<T> items,
      Function<? super T, OrganizationId> organization,
      Consumer<? super T> work) {
    return each(
        job, items, organization, item -> savepoint.executeWithoutResult(_ -> work.accept(item)));
  }

  private <T> List<T> each(
      String job,
      Collection<T> items,
      Function<? super T, OrganizationId> organization,
      Consumer<? super T> work) {
    List<T> failed = new ArrayList<>();
    Set<OrganizationId> organizations = new HashSet<>();
    Throwable first = null;
    for (T item : items) {
      try {
        work.accept(item);
      } catch (TransactionException | OutOfMemoryError e) {
        throw e;
      } catch (RuntimeException | Error e) {
        if (Thread.currentThread().isInterrupted()) {
          throw e;
        }
        first = first == null ? e : first;
        failed.add(item);
        organizations.add(organization.apply(item));
      }
    }
    report(job, failed.size(), organizations, first);
    return failed;
  }

  /// The trace of the failure is logged when a job begins to fail, not each time.
  private void report(
      String job, int failed, Set<OrganizationId> organizations, @Nullable Throwable first) {
    if (first == null) {
      failing.remove(job);
      return;
    }
    meters.counter("metaagent.job.failures", "job", job).increment(failed);
    log.warn(
        "{}: {} items of organizations {} failed and are tried again later: {}",
        job,
        failed,
        organizations,
        first.toString(),
        failing.add(job) ? first : null);
  }
}
