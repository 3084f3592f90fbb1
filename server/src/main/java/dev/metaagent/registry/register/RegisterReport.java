package dev.metaagent.registry.register;

import dev.metaagent.kernel.AgentId;
import dev.metaagent.kernel.MetaAgentException;
import dev.metaagent.kernel.Page;
import dev.metaagent.tenancy.TenantTransactions;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Answers from the register. An organization has about a thousand agents: a page is cut from all
/// of them.
@Component
class RegisterReport {

  private final RegisterStore store;
  private final UseStore uses;
  private final TenantTransactions transactions;
  private final Clock clock;

  RegisterReport(RegisterStore store, UseStore uses, TenantTransactions transactions, Clock clock) {
    this.store = store;
    this.uses = uses;
    this.transactions = transactions;
    this.clock = clock;
  }

  RegisterDetail one(AgentId agent) {
    return transactions.read(() -> {
      RegisterEntry entry =
          store
              .one(agent, clock.instant())
              .orElseThrow(() -> MetaAgentException.notFound("agent " + agent));
      AgentId shown = id(entry);
      return RegisterDetail.of(
          using(entry, uses.counts(shown)), uses.of(List.of(shown)).getOrDefault(shown, List.of()));
    });
  }

  Page<RegisterEntry> page(
      RegisterFilter filter, RegisterSorting sorting, @Nullable RegisterPlace after, int limit) {
    List<RegisterEntry> below =
        all(filter, sorting).stream()
            .filter(entry -> after == null || sorting.place(entry).compareTo(after) > 0)
            .limit(limit + 1L)
            .toList();
    boolean more = below.size() > limit;
    List<RegisterEntry> items = more ? below.subList(0, limit) : below;
    return Page.of(items, more ? sorting.place(items.getLast()).cursor(sorting) : null);
  }

  /// Every entry of a filter, in order.
  List<RegisterEntry> all(RegisterFilter filter, RegisterSorting sorting) {
    Instant now = clock.instant();
    return transactions.read(() -> {
      List<RegisterEntry> entries = store.all(now).stream().filter(filter::matches).toList();
      Map<AgentId, UseStore.Tally> counts = entries.isEmpty() ? Map.of() : uses.counts(null);
      return entries.stream()
          .map(entry -> using(entry, counts))
          .sorted(Comparator.comparing(sorting::place))
          .toList();
    });
  }

  /// The same entries with what the agents use.
  List<RegisterDetail> details(List<RegisterEntry> entries) {
    return transactions.read(() -> {
      Map<AgentId, List<UseStore.Row>> used =
          uses.of(entries.stream().map(RegisterReport::id).toList());
      return entries.stream()
          .map(entry -> RegisterDetail.of(entry, used.getOrDefault(id(entry), List.of())))
          .toList();
    });
  }

  private static RegisterEntry using(RegisterEntry entry, Map<AgentId, UseStore.Tally> counts) {
    UseStore.Tally tally = counts.getOrDefault(id(entry), UseStore.Tally.NONE);
    return entry.using(tally.known(), tally.unreviewed(), tally.known().below(UseStore.MOST));
  }

  private static AgentId id(RegisterEntry entry) {
    return new AgentId(entry.agent().id());
  }
}
