package dev.metaagent.govern.policy;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.metaagent.access.ServerSecret;
import dev.metaagent.audit.Change;
import dev.metaagent.audit.Journal;
import dev.metaagent.kernel.OrganizationId;
import dev.metaagent.policy.signing.KeyItem;
import dev.metaagent.policy.signing.SigningKey;
import dev.metaagent.tenancy.Tenant;
import dev.metaagent.tenancy.TenantTransactions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// The keys that sign the policies of an organization. A key is derived from the secret of the
/// server and its number; the database knows when it is valid. The first one is made when it is
/// needed. Each newer one is signed by the one before, so that who trusts that trusts it too.
@Component
public class PolicyKeys {

  /// How long a key stays valid after a newer one has replaced it.
  static final Duration OVERLAP = Duration.ofDays(7);

  private static final String MAKER = "MetaAgent";

  /// One key.
  ///
  /// @param notAfter null: it is the newest
  record ValidKey(
      int number,
      SigningKey key,
      Instant notBefore,
      @Nullable Instant notAfter,
      @Nullable SigningKey signer) {

    /// As SDKs read it.
    KeyItem item() {
      return KeyItem.of(
          key, notBefore.toString(), notAfter == null ? null : notAfter.toString(), signer);
    }
  }

  private final PolicyKeyStore store;
  private final ServerSecret secret;
  private final TenantTransactions transactions;
  private final Journal journal;
  private final Clock clock;
  private final Fresh<SigningKey> newest = new Fresh<>(this::readNewest);
  private final Cache<Derived, SigningKey> derived =
      Caffeine.newBuilder().maximumSize(10_000).build();

  private record Derived(OrganizationId organization, int number) {}

  PolicyKeys(
      PolicyKeyStore store,
      ServerSecret secret,
      TenantTransactions transactions,
      Journal journal,
      Clock clock) {
    this.store = store;
    this.secret = secret;
    this.transactions = transactions;
    this.journal = journal;
    this.clock = clock;
  }

  /// The key that signs for the organization in scope now.
  SigningKey newest() {
    return newest.get(Tenant.current());
  }

  private SigningKey readNewest(OrganizationId organization) {
    return Tenant.call(organization, () -> all().getLast().key());
  }

  /// The keys of the organization in scope that are valid now, the oldest first.
  List<ValidKey> valid() {
    Instant now = clock.instant();
    return all().stream()
        .filter(key -> key.notAfter() == null || key.notAfter().isAfter(now))
        .toList();
  }

  private List<ValidKey> all() {
    List<PolicyKeyStore.Row> rows = transactions.read(store::all);
    return keys(rows.isEmpty() ? transactions.write(this::first) : rows);
  }

  private List<PolicyKeyStore.Row> first() {
    store.insert(1, now(), MAKER);
    return store.all();
  }

  private List<ValidKey> keys(List<PolicyKeyStore.Row> rows) {
    List<ValidKey> keys = new ArrayList<>();
    for (PolicyKeyStore.Row row : rows) {
      SigningKey signer = keys.isEmpty() ? null : keys.getLast().key();
      keys.add(
          new ValidKey(row.number(), key(row.number()), row.notBefore(), row.notAfter(), signer));
    }
    return keys;
  }

  private SigningKey key(int number) {
    OrganizationId organization = Tenant.current();
    return derived.get(
        new Derived(organization, number),
        _ -> SigningKey.ofSeed(secret.derive("policy/" + number, organization)));
  }

  /// Makes a new key that signs from now on. The one before stays valid for seven days.
  ValidKey rotate(String reason, String actor) {
    ValidKey made =
        transactions.write(() -> {
          all();
          store.lock();
          Instant now = now();
          int last = store.all().getLast().number();
          store.end(last, now.plus(OVERLAP));
          store.insert(last + 1, now, actor);
          ValidKey fresh = keys(store.all()).getLast();
          journal.write(
              new Change(
                  actor,
                  "policyKey.rotate",
                  "policy key " + fresh.key().keyId() + " (" + fresh.number() + ")",
                  reason));
          return fresh;
        });
    newest.forget(Tenant.current());
    return made;
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }
}
