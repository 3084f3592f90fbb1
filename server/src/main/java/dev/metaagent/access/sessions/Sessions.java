package dev.metaagent.access.sessions;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.metaagent.access.AuthMethod;
import dev.metaagent.access.Principal;
import dev.metaagent.access.members.Member;
import dev.metaagent.access.members.MemberAccess;
import dev.metaagent.access.members.MemberState;
import dev.metaagent.access.members.MemberStore;
import dev.metaagent.access.members.PeopleSettings;
import dev.metaagent.access.secrets.SecretToken;
import dev.metaagent.kernel.OrganizationId;
import dev.metaagent.tenancy.Tenant;
import dev.metaagent.tenancy.TenantTransactions;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.stereotype.Component;

/// The sessions of members: started by a sign-in, checked for each request, ended by a sign-out, by
/// an administrator or by time.
@Component
public class Sessions implements MemberAccess {

  /// How long another node may still accept a session that was ended.
  private static final Duration FRESH = Duration.ofSeconds(3);

  /// The precision of the time of last use.
  private static final Duration SEEN_STEP = Duration.ofMinutes(1);

  /// How long rows are kept after their end, to distinguish an ended session from an unknown token.
  private static final Duration KEPT = Duration.ofDays(1);

  /// How long requests in flight may still use a session that was switched to another.
  private static final Duration LEAVING = Duration.ofSeconds(10);

  /// The result of looking up a token.
  public sealed interface Found {}

  /// A valid session.
  ///
  /// @param principal its member, in the organization of the sign-in
  /// @param linkedOrganizations further organizations that the same sign-in opened
  public record Live(
      Principal principal,
      Set<OrganizationId> linkedOrganizations,
      Instant signedInAt,
      Instant expiresAt)
      implements Found {}

  /// A session that has ended.
  public record Ended() implements Found {}

  /// An unknown token.
  public record Unknown() implements Found {}

  private final SessionStore store;
  private final MemberStore members;
  private final TenantTransactions transactions;
  private final PeopleSettings settings;
  private final Clock clock;
  private final SecureRandom random = new SecureRandom();
  private final Cache<String, Live> known =
      Caffeine.newBuilder().maximumSize(10_000).expireAfterWrite(FRESH).build();

  Sessions(
      SessionStore store,
      MemberStore members,
      TenantTransactions transactions,
      PeopleSettings settings,
      Clock clock) {
    this.store = store;
    this.members = members;
    this.transactions = transactions;
    this.settings = settings;
    this.clock = clock;
  }

  /// Starts a session for a member of the organization in scope, joining the transaction in
  /// progress.
  ///
  /// @param signedInAt when the member was authenticated: now, or earlier in another organization
  SecretToken start(
      Member member,
      AuthMethod method,
      Set<OrganizationId> linkedOrganizations,
      Instant signedInAt) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    SecretToken token = SecretToken.random(SecretToken.Kind.SESSION, Tenant.current(), random);
    transactions.write(() -> {
      store.clean(now.minus(KEPT), now.minus(KEPT).minus(settings.sessionIdle()));
      store.insert(
          token.organization(),
          new SessionStore.Stored(
              token.id(),
              token.secretHash(),
              member.id(),
              method,
              linkedOrganizations,
              signedInAt,
              now,
              signedInAt.plus(life(method))));
      members.seen(member.id(), method, now);
      return true;
    });
    return token;
  }

  /// Sessions from an identity provider's token are shorter, so that a new token is needed once a
  /// working day.
  Duration life(AuthMethod method) {
    return method == AuthMethod.JWT ? settings.sessionIdle() : settings.sessionLife();
  }

  /// Looks up a token.
  public Found check(SecretToken token) {
    Instant now = clock.instant();
    Live live = known.getIfPresent(key(token));
    if (live != null) {
      return now.isBefore(live.expiresAt()) ? live : new Ended();
    }
    Found found = Tenant.call(token.organization(), () -> lookUp(token, now));
    if (found instanceof Live fresh) {
      known.put(key(token), fresh);
    }
    return found;
  }

  /// The session that the text of a cookie names, if it may be used now.
  Optional<Live> live(String cookie) {
    return SecretToken.parse(SecretToken.Kind.SESSION, cookie)
        .map(this::check)
        .flatMap(found -> found instanceof Live live ? Optional.of(live) : Optional.empty());
  }

  private Found lookUp(SecretToken token, Instant now) {
    SessionStore.Stored session =
        transactions
            .read(() -> store.find(token.id()))
            .filter(found -> token.fits(found.secretHash()))
            .orElse(null);
    if (session == null) {
      return new Unknown();
    }
    Optional<Member> member =
        transactions
            .read(() -> members.find(session.memberId()))
            .map(MemberStore.Stored::member)
            .filter(found -> found.state() != MemberState.DISABLED);
    if (member.isEmpty()
        || !now.isBefore(session.expiresAt())
        || !now.isBefore(session.lastSeenAt().plus(settings.sessionIdle()))) {
      return new Ended();
    }
    touch(session, now);
    return new Live(
        member.get().principal(token.organization(), session.method()),
        session.linkedOrganizations(),
        session.signedInAt(),
        session.expiresAt());
  }

  private void touch(SessionStore.Stored session, Instant now) {
    if (now.isBefore(session.lastSeenAt().plus(SEEN_STEP))) {
      return;
    }
    transactions.write(() -> {
      store.seen(session.id(), now);
      members.seen(session.memberId(), session.method(), now);
      return true;
    });
  }

  /// Ends a session soon, because its browser switched to another one.
  void leave(SecretToken token) {
    Tenant.run(
        token.organization(),
        () ->
            transactions.write(() -> {
              store.leave(token.id(), clock.instant().plus(LEAVING));
              return true;
            }));
  }

  /// Ends one session of the organization in scope; false if it had already ended.
  boolean end(SecretToken token) {
    known.invalidate(key(token));
    return transactions.write(() -> store.end(token.id(), clock.instant()));
  }

  /// Ends every session of a member of the organization in scope, joining the transaction in
  /// progress; follow with {@link #forget} after it.
  @Override
  public void endAll(UUID member) {
    store.endAll(member, clock.instant());
  }

  /// Clears the cache, because members changed.
  @Override
  public void forget() {
    known.invalidateAll();
  }

  private static String key(SecretToken token) {
    return token.organization() + "_" + token.id() + "_" + token.secretHash();
  }
}
