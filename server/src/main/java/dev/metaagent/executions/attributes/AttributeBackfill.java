package dev.metaagent.executions.attributes;

import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import dev.metaagent.kernel.OrganizationId;
import dev.metaagent.privacy.Privacy;
import dev.metaagent.tenancy.Tenant;
import dev.metaagent.tenancy.TenantTransactions;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// Brings stored runs up to the declared attributes, day by day in small transactions: values of
/// pseudonymous keys are replaced, and the rows by which runs are found are written again. It does
/// nothing twice, so that it can start again after a crash.
@Component
class AttributeBackfill {

  private static final int SLICE = 1_000;

  /// The organization whose runs are brought up.
  record Order(String organization) {}

  private final BackfillStore store;
  private final DeclarationStore declarations;
  private final TenantTransactions transactions;
  private final Privacy privacy;
  private final JsonMapper json;

  AttributeBackfill(
      BackfillStore store,
      DeclarationStore declarations,
      TenantTransactions transactions,
      Privacy privacy,
      JsonMapper json) {
    this.store = store;
    this.declarations = declarations;
    this.transactions = transactions;
    this.privacy = privacy;
    this.json = json;
  }

  void run(Order order) {
    Tenant.run(OrganizationId.parse(order.organization()), this::bringUp);
  }

  private void bringUp() {
    List<DeclaredAttribute> declared = transactions.read(declarations::all);
    List<String> keys = declared.stream().map(DeclaredAttribute::key).toList();
    List<String> hashed =
        declared.stream()
            .filter(DeclaredAttribute::pseudonymous)
            .map(DeclaredAttribute::key)
            .toList();
    for (LocalDate day : transactions.read(store::days)) {
      transactions.write(() -> store.forgetOthers(day, keys));
      UUID after = new UUID(0, 0);
      long span = Long.MIN_VALUE;
      List<BackfillStore.Run> runs = slice(day, after, span);
      while (!runs.isEmpty()) {
        List<BackfillStore.Run> some = runs;
        transactions.write(() -> {
          if (!hashed.isEmpty()) {
            some.forEach(run -> pseudonymise(day, run, hashed));
          }
          return store.write(day, some, keys);
        });
        BackfillStore.Run last = runs.getLast();
        runs = slice(day, last.trace(), last.span());
      }
    }
  }

  private List<BackfillStore.Run> slice(LocalDate day, UUID trace, long span) {
    return transactions.read(() -> store.after(day, trace, span, SLICE));
  }

  private void pseudonymise(LocalDate day, BackfillStore.Run run, List<String> hashed) {
    Map<String, String> attributes = read(run.attributes());
    Map<String, String> changed = new HashMap<>(attributes);
    for (String key : hashed) {
      changed.computeIfPresent(
          key, (_, value) -> isPseudonym(value) ? value : privacy.attribute(key, value));
    }
    if (!changed.equals(attributes)) {
      store.change(day, run, json.writeValueAsString(new java.util.TreeMap<>(changed)));
    }
  }

  /// What was replaced already stays.
  private static boolean isPseudonym(String value) {
    return value.startsWith("<") && value.endsWith(">") && value.contains(":k");
  }

  @SuppressWarnings("unchecked")
  private Map<String, String> read(String attributes) {
    try {
      return json.readValue(attributes, Map.class);
    } catch (JacksonException e) {
      return Map.of();
    }
  }

  /// The job: persistent, resumed after a crash.
  @Configuration(proxyBeanMethods = false)
  static class Job {
    @Bean
    OneTimeTask<Order> attributesTask(AttributeBackfill backfill) {
      return Tasks.oneTime("attributes", Order.class)
          .execute((instance, context) -> backfill.run(instance.getData()));
    }
  }
}
