package dev.metaagent.access.sessions;

import dev.metaagent.audit.Change;
import dev.metaagent.audit.Journal;
import dev.metaagent.kernel.MetaAgentException;
import dev.metaagent.tenancy.Organization;
import dev.metaagent.tenancy.Organizations;
import dev.metaagent.tenancy.Tenant;
import dev.metaagent.tenancy.TenantTransactions;
import java.time.DateTimeException;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Changes of the organization in scope.
@Component
class OrganizationEdits {

  private static final int LONGEST_NAME = 100;

  private final Organizations organizations;
  private final TenantTransactions transactions;
  private final Journal journal;

  OrganizationEdits(Organizations organizations, TenantTransactions transactions, Journal journal) {
    this.organizations = organizations;
    this.transactions = transactions;
    this.journal = journal;
  }

  Organization change(
      @Nullable String name, @Nullable String zone, @Nullable String reason, String actor) {
    Organization before = current();
    String newName = name == null ? before.name() : name(name);
    ZoneId newZone = zone == null ? before.timeZone() : zone(zone);
    transactions.write(() -> {
      organizations.change(before.id(), newName, newZone);
      journal.write(
          new Change(actor, "organization.change", "organization " + before.id(), reason));
      return true;
    });
    organizations.forget();
    return current();
  }

  private Organization current() {
    return organizations
        .find(Tenant.current())
        .orElseThrow(() -> MetaAgentException.notFound("the organization"));
  }

  private static String name(String text) {
    String name = text.strip();
    if (name.isEmpty()
        || name.length() > LONGEST_NAME
        || name.chars().anyMatch(Character::isISOControl)) {
      throw MetaAgentException.invalid("name", "1 to " + LONGEST_NAME + " characters");
    }
    return name;
  }

  private static ZoneId zone(String text) {
    try {
      return ZoneId.of(text.strip());
    } catch (DateTimeException _) {
      throw MetaAgentException.invalid("timeZone", "a time zone such as Europe/Berlin");
    }
  }
}
