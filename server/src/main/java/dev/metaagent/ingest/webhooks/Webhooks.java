package dev.metaagent.ingest.webhooks;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.metaagent.audit.Change;
import dev.metaagent.audit.Journal;
import dev.metaagent.kernel.MetaAgentException;
import dev.metaagent.kernel.OrganizationId;
import dev.metaagent.tenancy.Tenant;
import dev.metaagent.tenancy.TenantTransactions;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// The webhooks: created, listed, changed and removed for the organization in scope, and looked up
/// by the receiver.
@Component
class Webhooks {

  /// How long another node may use an old copy after a change.
  private static final Duration FRESH = Duration.ofSeconds(3);

  private static final int MOST = 200;
  private static final int LONGEST_NAME = 100;

  /// A webhook with its secret, where it is shown.
  record WithSecret(Webhook webhook, @Nullable String secret) {}

  /// A change; null fields are kept.
  record Edit(
      @Nullable String name,
      @Nullable String mapping,
      @Nullable Boolean disabled,
      boolean rotateSecret) {}

  private final WebhookStore store;
  private final WebhookSecrets secrets;
  private final TenantTransactions transactions;
  private final Journal journal;
  private final Clock clock;
  private final SecureRandom random = new SecureRandom();
  private final Cache<EndpointId, Optional<Webhook>> known =
      Caffeine.newBuilder().maximumSize(10_000).expireAfterWrite(FRESH).build();

  Webhooks(
      WebhookStore store,
      WebhookSecrets secrets,
      TenantTransactions transactions,
      Journal journal,
      Clock clock) {
    this.store = store;
    this.secrets = secrets;
    this.transactions = transactions;
    this.journal = journal;
    this.clock = clock;
  }

  List<Webhook> all() {
    return transactions.read(store::all);
  }

  /// The webhook at an address; cached for some seconds.
  Optional<Webhook> find(EndpointId endpoint) {
    return known.get(
        endpoint,
        id -> Tenant.call(id.organization(), () -> transactions.read(() -> store.find(id.id()))));
  }

  WithSecret create(
      SourceKind source,
      String name,
      @Nullable String mapping,
      @Nullable String reason,
      String actor) {
    OrganizationId organization = Tenant.current();
    EndpointId endpoint = EndpointId.random(organization, random);
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    Webhook webhook =
        new Webhook(
            endpoint.id(),
            source,
            name(name),
            mapping,
            0,
            null,
            now,
            actor,
            false,
            null,
            0,
            0,
            null);
    transactions.write(() -> {
      if (store.count() >= MOST) {
        throw MetaAgentException.invalid("source", "an organization has at most " + MOST);
      }
      store.insert(organization, webhook);
      journal.write(
          new Change(actor, "webhook.create", subject(webhook), reason, details(webhook)));
      return true;
    });
    known.invalidate(endpoint);
    return new WithSecret(webhook, secrets.text(organization, webhook.id(), 0));
  }

  WithSecret change(String id, Edit edit, @Nullable String reason, String actor) {
    OrganizationId organization = Tenant.current();
    Webhook changed =
        transactions.write(() -> {
          Webhook before = store.lock(id).orElseThrow(() -> missing(id));
          Webhook after = edited(before, edit);
          store.change(after);
          journal.write(
              new Change(
                  actor,
                  edit.rotateSecret() ? "webhook.rotate" : "webhook.change",
                  subject(after),
                  reason,
                  details(after)));
          return after;
        });
    known.invalidate(new EndpointId(organization, id));
    return new WithSecret(
        changed, edit.rotateSecret() ? secrets.text(organization, id, changed.rotation()) : null);
  }

  private Webhook edited(Webhook before, Edit edit) {
    if (edit.mapping() != null && before.source() != SourceKind.GENERIC) {
      throw MetaAgentException.invalid("mapping", "only generic webhooks have one");
    }
    String name = edit.name();
    return new Webhook(
        before.id(),
        before.source(),
        name == null ? before.name() : name(name),
        edit.mapping() == null ? before.mapping() : edit.mapping(),
        before.rotation() + (edit.rotateSecret() ? 1 : 0),
        edit.rotateSecret() ? clock.instant().truncatedTo(ChronoUnit.MICROS) : before.rotatedAt(),
        before.createdAt(),
        before.createdBy(),
        edit.disabled() == null ? before.disabled() : edit.disabled(),
        before.lastReceivedAt(),
        before.received(),
        before.refused(),
        before.lastProblem());
  }

  void delete(String id, @Nullable String reason, String actor) {
    transactions.write(() -> {
      Webhook webhook = store.find(id).orElseThrow(() -> missing(id));
      store.delete(id);
      journal.write(new Change(actor, "webhook.delete", subject(webhook), reason));
      return true;
    });
    known.invalidate(new EndpointId(Tenant.current(), id));
  }

  private static String name(String name) {
    if (name.isBlank() || name.length() > LONGEST_NAME || name.indexOf('\0') >= 0) {
      throw MetaAgentException.invalid("name", "1 to " + LONGEST_NAME + " characters");
    }
    return name.strip();
  }

  private static MetaAgentException missing(String id) {
    return MetaAgentException.notFound("The webhook " + id);
  }

  private static String subject(Webhook webhook) {
    return "webhook " + webhook.id() + " (" + webhook.source().wire() + ")";
  }

  private static String details(Webhook webhook) {
    return "{\"rotation\":" + webhook.rotation() + ",\"disabled\":" + webhook.disabled() + "}";
  }
}
