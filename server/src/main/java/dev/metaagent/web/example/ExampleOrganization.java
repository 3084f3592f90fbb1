package dev.metaagent.web.example;

import com.github.kagkarlsson.scheduler.task.helper.CustomTask;
import dev.metaagent.access.ApiKey;
import dev.metaagent.access.ApiKeys;
import dev.metaagent.access.AuthMethod;
import dev.metaagent.access.KeyScope;
import dev.metaagent.access.Principal;
import dev.metaagent.audit.Change;
import dev.metaagent.audit.Journal;
import dev.metaagent.database.Jobs;
import dev.metaagent.kernel.OrganizationId;
import dev.metaagent.tenancy.Organization;
import dev.metaagent.tenancy.Organizations;
import dev.metaagent.tenancy.Tenant;
import dev.metaagent.tenancy.TenantTransactions;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Makes and removes the one organization in which the example fleet lives.
@Component
class ExampleOrganization {

  private static final String NAME = "Example fleet";
  private static final String KEY_NAME = "example fleet";
  private static final Duration SETUP = Duration.ofHours(1);

  /// What its runs can be filtered by, beside what every run has.
  private static final List<String> ATTRIBUTES = List.of("lead.language", "campaign");

  /// The organization with new keys for its fleet.
  ///
  /// @param key of its agents: sends telemetry and reads their policies
  /// @param setupKey administers the example, for an hour: with it the fleet reads what an earlier
  ///   start left, and sets objectives, prompts and rules
  record Opened(Organization organization, String key, String setupKey) {}

  private final Organizations organizations;
  private final ApiKeys keys;
  private final TenantTransactions transactions;
  private final Journal journal;
  private final Jobs jobs;
  private final CustomTask<ExampleRemoval.Gone> removal;
  private final Clock clock;
  private final SecureRandom random = new SecureRandom();

  ExampleOrganization(
      Organizations organizations,
      ApiKeys keys,
      TenantTransactions transactions,
      Journal journal,
      Jobs jobs,
      CustomTask<ExampleRemoval.Gone> exampleRemovalTask,
      Clock clock) {
    this.organizations = organizations;
    this.keys = keys;
    this.transactions = transactions;
    this.journal = journal;
    this.jobs = jobs;
    this.removal = exampleRemovalTask;
    this.clock = clock;
  }

  /// The organization, made if there is none, with a new key; earlier keys of the fleet end.
  synchronized Opened open(Principal caller, @Nullable String reason) {
    Organization organization = find().orElseGet(() -> make(caller));
    Opened opened = Tenant.call(organization.id(), () -> withKeys(organization, caller, reason));
    note(caller, "example.open", organization.id(), reason);
    return opened;
  }

  private Opened withKeys(Organization organization, Principal caller, @Nullable String reason) {
    keys.all().stream()
        .filter(old -> old.name().equals(KEY_NAME) && old.state() == ApiKey.State.ACTIVE)
        .map(ApiKey::id)
        .forEach(old -> keys.revoke(old, reason, caller.name()));
    return new Opened(
        organization,
        key(KeyScope.AGENT, null, caller, reason),
        key(KeyScope.ADMIN, clock.instant().plus(SETUP), caller, reason));
  }

  private String key(
      KeyScope scope, @Nullable Instant expires, Principal caller, @Nullable String reason) {
    ApiKeys.Wanted wanted = new ApiKeys.Wanted(KEY_NAME, scope, null, expires);
    return keys.issue(wanted, reason, caller.name()).key();
  }

  /// Takes the organization out of use and has its rows deleted; empty when there is none.
  synchronized Optional<OrganizationId> remove(Principal caller, @Nullable String reason) {
    Optional<OrganizationId> gone = find().map(Organization::id).filter(organizations::leave);
    gone.ifPresent(id -> {
      note(caller, "example.remove", id, reason);
      jobs.scheduleNow(removal.instance(id.toString(), new ExampleRemoval.Gone(id.toString())));
    });
    return gone;
  }

  private Optional<Organization> find() {
    return organizations.all().stream()
        .filter(organization -> organization.id().isExample())
        .findFirst();
  }

  private Organization make(Principal caller) {
    OrganizationId id = OrganizationId.example(random);
    ZoneId zone =
        organizations
            .find(caller.organization())
            .map(Organization::timeZone)
            .orElse(ZoneOffset.UTC);
    organizations.create(id, NAME, zone, true);
    organizations.declareAttributes(id, ATTRIBUTES);
    return organizations.find(id).orElseThrow();
  }

  /// Writes it into the journal of the caller's organization. Whoever sits at the machine may be in
  /// the example itself, whose journal goes with it.
  private void note(
      Principal caller, String action, OrganizationId example, @Nullable String reason) {
    OrganizationId where =
        caller.method() == AuthMethod.LOCAL ? OrganizationId.LOCAL : caller.organization();
    Tenant.run(
        where,
        () ->
            transactions.write(() -> {
              journal.write(new Change(caller.name(), action, "organization " + example, reason));
              return example;
            }));
  }
}
