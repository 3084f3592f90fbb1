package dev.metaagent.privacy;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.metaagent.access.ServerSecret;
import dev.metaagent.audit.Change;
import dev.metaagent.audit.Journal;
import dev.metaagent.kernel.OrganizationId;
import dev.metaagent.tenancy.Tenant;
import dev.metaagent.tenancy.TenantTransactions;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/// The policies of all organizations. A change applies on this node at once and on others within
/// seconds; while the database is unavailable, the last known policy is used.
@Component
class PrivacyPolicies {

  private static final Logger log = LoggerFactory.getLogger(PrivacyPolicies.class);
  static final String PURPOSE = "privacy/1";
  private static final long FRESH = TimeUnit.SECONDS.toNanos(2);
  private static final long OLD = TimeUnit.SECONDS.toNanos(5);
  private static final long PATIENCE_MS = 1_000;

  /// A policy and its row.
  ///
  /// @param stored null if nothing was chosen
  record Current(PrivacyPolicy policy, PolicyStore.@Nullable Stored stored) {

    int version() {
      return stored == null ? 0 : stored.version();
    }

    PolicyChoices choices() {
      return stored == null ? PolicyChoices.NONE : stored.choices();
    }
  }

  /// The cached policy of one organization, and its age.
  private static final class Held {
    volatile Current current;
    volatile long readAt = System.nanoTime();
    final AtomicReference<@Nullable CompletableFuture<@Nullable Void>> reading =
        new AtomicReference<>();

    Held(Current current) {
      this.current = current;
    }
  }

  private final PolicyStore store;
  private final TenantTransactions transactions;
  private final Journal journal;
  private final ServerSecret secret;
  private final JsonMapper json;
  private final Clock clock;
  private final Cache<OrganizationId, Held> held =
      Caffeine.newBuilder().maximumSize(10_000).expireAfterAccess(Duration.ofHours(1)).build();

  PrivacyPolicies(
      PolicyStore store,
      TenantTransactions transactions,
      Journal journal,
      ServerSecret secret,
      JsonMapper json,
      Clock clock) {
    this.store = store;
    this.transactions = transactions;
    this.journal = journal;
    this.secret = secret;
    this.json = json;
    this.clock = clock;
  }

  /// The policy of the organization in scope.
  Current current() {
    OrganizationId organization = Tenant.current();
    Held known = held.getIfPresent(organization);
    if (known == null) {
      Held fresh = new Held(read(null));
      known = held.get(organization, _ -> fresh);
    }
    long age = System.nanoTime() - known.readAt;
    if (age > FRESH) {
      CompletableFuture<@Nullable Void> reading = readAgain(known);
      if (age > OLD) {
        await(reading);
      }
    }
    return known.current;
  }

  /// Changes the policy of the organization in scope.
  Current change(PolicyChoices wanted, @Nullable String reason, String actor) {
    Current changed =
        transactions.write(() -> {
          OrganizationId organization = Tenant.current();
          PolicyStore.Stored before = store.lock(organization).orElse(null);
          PolicyChoices choices =
              wanted.over(before == null ? PolicyChoices.NONE : before.choices());
          PrivacyPolicy policy = made(choices);
          PolicyStore.Stored stored =
              store.set(
                  organization,
                  new PolicyStore.Stored(
                      before == null ? 1 : before.version() + 1,
                      choices,
                      clock.instant().truncatedTo(ChronoUnit.MICROS),
                      actor),
                  policy.pseudonyms().keyId());
          journal.write(
              new Change(
                  actor,
                  "privacy.set",
                  "privacy policy " + stored.version(),
                  reason,
                  json.writeValueAsString(choices)));
          return new Current(policy, stored);
        });
    held.put(Tenant.current(), new Held(changed));
    return changed;
  }

  /// The policy that choices would give, merged into the current ones.
  PrivacyPolicy tried(@Nullable PolicyChoices choices) {
    Current current = current();
    return choices == null ? current.policy() : made(choices.over(current.choices()));
  }

  private PrivacyPolicy made(PolicyChoices choices) {
    return PolicyCompiler.of(choices, key());
  }

  private byte[] key() {
    return secret.derive(PURPOSE, Tenant.current());
  }

  private Current read(@Nullable Current before) {
    PolicyStore.Stored stored = transactions.read(() -> store.find(Tenant.current())).orElse(null);
    if (before != null && before.version() == (stored == null ? 0 : stored.version())) {
      return before;
    }
    PolicyChoices choices = stored == null ? PolicyChoices.NONE : stored.choices();
    PrivacyPolicy policy = PolicyCompiler.stored(choices, key());
    if (!policy.off().isEmpty()) {
      log.warn(
          "patterns of an organization are off, because all are too large together: {}",
          policy.off());
    }
    return new Current(policy, stored);
  }

  private CompletableFuture<@Nullable Void> readAgain(Held known) {
    CompletableFuture<@Nullable Void> mine = new CompletableFuture<>();
    CompletableFuture<@Nullable Void> other = known.reading.compareAndExchange(null, mine);
    if (other != null) {
      return other;
    }
    Thread.ofVirtual()
        .name("privacy-policy")
        .start(
            Tenant.carry(() -> {
              try {
                known.current = read(known.current);
              } catch (RuntimeException e) {
                log.debug("the privacy policy could not be read again", e);
              } finally {
                known.readAt = System.nanoTime();
                known.reading.set(null);
                mine.complete(null);
              }
            }));
    return mine;
  }

  private static void await(CompletableFuture<@Nullable Void> reading) {
    try {
      reading.get(PATIENCE_MS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      log.debug("the privacy policy is read later", e);
    }
  }
}
