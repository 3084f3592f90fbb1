package dev.metaagent.access.keys;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.metaagent.access.ApiKey;
import dev.metaagent.access.ApiKeys;
import dev.metaagent.access.KeyScope;
import dev.metaagent.access.secrets.SecretToken;
import dev.metaagent.audit.Change;
import dev.metaagent.audit.Journal;
import dev.metaagent.audit.TypedText;
import dev.metaagent.kernel.ErrorCode;
import dev.metaagent.kernel.MetaAgentException;
import dev.metaagent.kernel.OrganizationId;
import dev.metaagent.tenancy.LookAgain;
import dev.metaagent.tenancy.Organizations;
import dev.metaagent.tenancy.Tenant;
import dev.metaagent.tenancy.TenantTransactions;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// The API keys of the database: issued, listed and revoked for the organization in scope, and
/// checked when a request carries one.
@Component
public class IssuedKeys implements ApiKeys {

  /// How long another node may still accept a key that was revoked.
  private static final Duration FRESH = Duration.ofSeconds(3);

  private static final int MAX_NAME = 100;
  private static final int MAX_KEYS = 1_000;
  private static final int MAX_AGENTS = 100;
  private static final int MAX_AGENT_NAME = 200;

  private final ApiKeyStore store;
  private final TenantTransactions transactions;
  private final Journal journal;
  private final KeyUse use;
  private final Clock clock;
  private final TypedText typed;
  private final SecureRandom random = new SecureRandom();
  private final Organizations organizations;
  private final Cache<OrganizationId, Usable> usable =
      Caffeine.newBuilder().maximumSize(1_000).expireAfterWrite(FRESH).build();

  IssuedKeys(
      ApiKeyStore store,
      TenantTransactions transactions,
      Journal journal,
      KeyUse use,
      Organizations organizations,
      Clock clock,
      TypedText typed) {
    this.store = store;
    this.transactions = transactions;
    this.journal = journal;
    this.use = use;
    this.organizations = organizations;
    this.clock = clock;
    this.typed = typed;
  }

  @Override
  public ApiKeys.Issued issue(ApiKeys.Wanted wanted, @Nullable String reason, String actor) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    check(wanted.name(), wanted.expiresAt(), now);
    KeyScope scope = wanted.scope();
    List<String> agents = agents(wanted);
    SecretToken token = SecretToken.random(SecretToken.Kind.KEY, Tenant.current(), random);
    ApiKey key =
        new ApiKey(
            token.id(),
            typed.clean(token.organization(), wanted.name().strip()),
            scope,
            agents,
            now,
            actor,
            wanted.expiresAt(),
            null,
            null,
            ApiKey.State.ACTIVE);
    transactions.write(() -> {
      if (store.usable(now).size() >= MAX_KEYS) {
        throw new MetaAgentException(
            ErrorCode.CONFLICT,
            "The organization has " + MAX_KEYS + " valid keys; revoke those that are not needed.");
      }
      store.insert(token.organization(), new ApiKeyStore.Stored(key, token.secretHash()));
      journal.write(
          new Change(actor, "key.create", "key " + key.id() + " (" + scope.wire() + ")", reason));
      return true;
    });
    usable.invalidate(token.organization());
    return new ApiKeys.Issued(
        key.id(), key.name(), scope, agents, token.reveal(), now, wanted.expiresAt());
  }

  /// The names that the key is bound to, as given; null: none.
  private static @Nullable List<String> agents(ApiKeys.Wanted wanted) {
    List<String> agents = wanted.agents();
    if (agents == null || agents.isEmpty()) {
      return null;
    }
    if (wanted.scope() != KeyScope.AGENT) {
      throw MetaAgentException.invalid(
          "agents", "only a key of the scope agent is bound to agents");
    }
    boolean fits =
        agents.size() <= MAX_AGENTS
            && agents.stream()
                .allMatch(
                    name -> name != null && !name.isBlank() && name.length() <= MAX_AGENT_NAME);
    if (!fits) {
      throw MetaAgentException.invalid(
          "agents", "at most " + MAX_AGENTS + " names of 1 to " + MAX_AGENT_NAME + " characters");
    }
    return agents.stream().map(String::strip).distinct().toList();
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
    usable.invalidate(Tenant.current());
  }

  /// The valid keys of an organization, as they were read.
  private record Usable(Map<String, ApiKeyStore.Stored> byId, long readAt) {}

  /// The key that a token names, if its secret is right and it is valid now. The valid keys of an
  /// organization are read together and kept for moments; wrong keys cause some look-ups in a
  /// second at most, not one each.
  public Optional<ApiKey> check(SecretToken token) {
    Instant now = clock.instant();
    if (!organizations.isKnown(token.organization())) {
      return Optional.empty();
    }
    Optional<ApiKey> key =
        find(token)
            .filter(stored -> token.fits(stored.secretHash()))
            .map(ApiKeyStore.Stored::key)
            .filter(found -> found.valid(now));
    key.ifPresent(found -> use.note(token.organization(), found.id(), now));
    return key;
  }

  /// Looks again for a key that another node may have issued meanwhile.
  private Optional<ApiKeyStore.Stored> find(SecretToken token) {
    OrganizationId organization = token.organization();
    Usable known = usable.get(organization, this::readUsable);
    if (!known.byId().containsKey(token.id())) {
      long asked = System.nanoTime();
      known =
          Objects.requireNonNull(
              usable
                  .asMap()
                  .compute(
                      organization,
                      (_, read) ->
                          read == null || read.readAt() - asked < 0
                              ? readAgain(organization, read)
                              : read));
    }
    return Optional.ofNullable(known.byId().get(token.id()));
  }

  private Usable readAgain(OrganizationId organization, @Nullable Usable before) {
    if (before != null) {
      LookAgain.mayBegin(before.readAt());
    }
    return readUsable(organization);
  }

  private Usable readUsable(OrganizationId organization) {
    long now = System.nanoTime();
    return new Usable(
        Tenant.call(organization, () -> transactions.read(() -> store.usable(clock.instant())))
            .stream()
            .collect(Collectors.toUnmodifiableMap(stored -> stored.key().id(), stored -> stored)),
        now);
  }
}
