package dev.metaagent.govern.approvals;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import dev.metaagent.events.ControlMessages;
import dev.metaagent.kernel.OrganizationId;
import dev.metaagent.tenancy.ForEachTenant;
import dev.metaagent.tenancy.SystemTransactions;
import dev.metaagent.tenancy.TenantTransactions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.stereotype.Component;

/// Ends questions that nobody decided in time, and removes what is no longer needed: messages after
/// a day, questions after 90.
@Component
class ApprovalExpiry {

  private static final int AT_ONCE = 500;
  private static final Duration MESSAGES_KEPT = Duration.ofDays(1);
  private static final Duration KEPT = Duration.ofDays(90);

  private final ApprovalStore store;
  private final ApprovalMessages messages;
  private final ControlMessages control;
  private final SystemTransactions system;
  private final TenantTransactions transactions;
  private final ForEachTenant each;
  private final Clock clock;

  ApprovalExpiry(
      ApprovalStore store,
      ApprovalMessages messages,
      ControlMessages control,
      SystemTransactions system,
      TenantTransactions transactions,
      ForEachTenant each,
      Clock clock) {
    this.store = store;
    this.messages = messages;
    this.control = control;
    this.system = system;
    this.transactions = transactions;
    this.each = each;
    this.clock = clock;
  }

  /// Marks questions whose time has passed, those of each organization in a transaction of its own.
  void expire() {
    List<ApprovalStore.Due> due;
    List<?> failed;
    do {
      Instant now = clock.instant();
      due = system.call(() -> store.due(now, AT_ONCE));
      Map<OrganizationId, List<UUID>> byOrganization =
          due.stream()
              .collect(
                  Collectors.groupingBy(
                      ApprovalStore.Due::organization,
                      Collectors.mapping(ApprovalStore.Due::id, Collectors.toList())));
      failed =
          each.run(
              "expire-approvals",
              byOrganization.entrySet(),
              Map.Entry::getKey,
              some -> expire(some.getValue(), now));
    } while (due.size() == AT_ONCE && failed.isEmpty());
  }

  private void expire(List<UUID> ids, Instant now) {
    transactions.write(() -> {
      List<ApprovalStore.Expired> expired = store.expire(ids, now);
      expired.forEach(one -> messages.ended(one.agent(), one.id(), ApprovalState.EXPIRED, null));
      return expired;
    });
  }

  /// Removes old questions and messages.
  void forget() {
    Instant now = clock.instant();
    each.run(
        "forget-approvals",
        system.call(() -> control.organizations(ApprovalMessages.TOPIC)),
        organization -> organization,
        _ ->
            transactions.write(() -> {
              control.forget(ApprovalMessages.TOPIC, now.minus(MESSAGES_KEPT));
              return store.forget(now.minus(KEPT));
            }));
  }

  /// The jobs.
  @Configuration(proxyBeanMethods = false)
  static class Job {

    @Bean
    RecurringTask<Void> expireApprovalsTask(ApprovalExpiry expiry) {
      return Tasks.recurring("expire-approvals", FixedDelay.ofSeconds(2))
          .execute((instance, context) -> expiry.expire());
    }

    @Bean
    RecurringTask<Void> forgetApprovalsTask(ApprovalExpiry expiry) {
      return Tasks.recurring("forget-approvals", FixedDelay.ofHours(1))
          .execute((instance, context) -> expiry.forget());
    }
  }
}
