package dev.metaagent.access.keys;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.metaagent.access.ApiKey;
import dev.metaagent.access.ApiKeys;
import dev.metaagent.access.IssuedKey;
import dev.metaagent.access.KeyScope;
import dev.metaagent.access.secrets.SecretToken;
import dev.metaagent.audit.Change;
import dev.metaagent.audit.Journal;
import dev.metaagent.kernel.MetaAgentException;
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

/// The API keys of the database: issued, listed and revoked for the organization in scope, and
/// checked when a request carries one.
@Component
public class IssuedKeys implements ApiKeys {

  /// How long another node may still accept a key that was revoked.
  private static final Duration FRESH = Duration.ofSeconds(3);

  private static final int MAX_NAME = 100;

  private final ApiKeyStore store;
  private final TenantTransactions transactions;
  private final Journal journal;
  private final KeyUse use;
  private final Clock clock;
  private final SecureRandom random = new SecureRandom();
  private final Cache<String, ApiKey> accepted =
      Caffeine.newBuilder().maximumSize(10_000).expireAfterWrite(FRESH).build();

  IssuedKeys(
      ApiKeyStore store,
      TenantTransactions transactions,
      Journal journal,
      KeyUse use,
      Clock clock) {
    this.store = store;
    this.transactions = transactions;
    this.journal = journal;
    this.use = use;
    this.clock = clock;
  }

  @Override
  public IssuedKey issue(
      String name,
      KeyScope scope,
      @Nullable Instant expiresAt,
      @Nullable String reason,
      String actor) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    check(name, expiresAt, now);
    SecretToken token = SecretToken.random(SecretToken.Kind.KEY, Tenant.current(), random);
    ApiKey key =
        new ApiKey(
            token.id(),
            name.strip(),
            scope,
            now,
            actor,
            expiresAt,
            null,
            null,
            ApiKey.State.ACTIVE);
    transactions.write(() -> {
      store.insert(token.organization(), new ApiKeyStore.Stored(key, token.secretHash()));
      journal.write(
          new Change(actor, "key.create", "key " + key.id() + " (" + scope.wire() + ")", reason));
      return true;
    });
    return new IssuedKey(key.id(), key.name(), scope, token.reveal(), now, expiresAt);
  }

  private static void check(String name, @Nullable Instant expiresAt, Instant now) {
    if (name.isBlank() || name.length() > MAX_NAME) {
      throw MetaAgentException.invalid("name", "1 to " + MAX_NAME + " characters");
    }
    if (expiresAt != null && !expiresAt.isAfter(now)) {
      throw MetaAgentException.invalid("expiresAt", "a time to come");
    }
  }

  @Override
  public List<ApiKey> all() {
    Instant now = clock.instant();
    return transactions.read(store::all).stream().map(key -> key.at(now)).toList();
  }

  @Override
  public void revoke(String id, @Nullable String reason, String actor) {
    transactions.write(() -> {
      if (!store.revoke(id, clock.instant())) {
        throw MetaAgentException.notFound("a key " + id + " that could be revoked");
      }
      journal.write(new Change(actor, "key.revoke", "key " + id, reason));
      return true;
    });
    accepted.asMap().values().removeIf(key -> key.id().equals(id));
  }

  /// The key that a token names, if its secret is right and it is valid now.
  public Optional<ApiKey> check(SecretToken token) {
    Instant now = clock.instant();
    String cacheKey = cacheKey(token);
    ApiKey known = accepted.getIfPresent(cacheKey);
    if (known == null) {
      known = lookUp(token).orElse(null);
      if (known != null) {
        accepted.put(cacheKey, known);
      }
    }
    if (known == null || !known.valid(now)) {
      return Optional.empty();
    }
    use.note(token.organization(), token.id(), now);
    return Optional.of(known);
  }

  private Optional<ApiKey> lookUp(SecretToken token) {
    return Tenant.call(token.organization(), () -> transactions.read(() -> store.find(token.id())))
        .filter(stored -> token.fits(stored.secretHash()))
        .map(ApiKeyStore.Stored::key);
  }

  private static String cacheKey(SecretToken token) {
    return token.organization() + "_" + token.id() + "_" + token.secretHash();
  }
}
