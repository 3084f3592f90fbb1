package dev.metaagent.executions.pricing;

import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import dev.metaagent.database.Jobs;
import dev.metaagent.kernel.OrganizationId;
import dev.metaagent.llm.PastCalls;
import dev.metaagent.tenancy.TenantTransactions;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Component;

/// Stored model calls without a cost, for the list of prices.
@Component
class UnpricedCalls implements PastCalls {

  private final UnpricedStore store;
  private final TenantTransactions transactions;
  private final Jobs jobs;
  private final OneTimeTask<Repricing.Order> task;

  UnpricedCalls(
      UnpricedStore store,
      TenantTransactions transactions,
      Jobs jobs,
      OneTimeTask<Repricing.Order> repriceTask) {
    this.store = store;
    this.transactions = transactions;
    this.jobs = jobs;
    this.task = repriceTask;
  }

  @Override
  public List<Unpriced> unpriced(int limit, Instant since) {
    return transactions.read(() ->
        store.models(limit).stream()
            .map(model -> store.calls(model, since))
            .filter(calls -> calls.calls() > 0)
            .sorted(Comparator.comparingLong(Unpriced::calls).reversed())
            .toList());
  }

  @Override
  public void price(OrganizationId organization, String model, String actor) {
    jobs.scheduleNow(
        task.instance(
            UUID.randomUUID().toString(),
            new Repricing.Order(organization.toString(), model, actor)));
  }
}
