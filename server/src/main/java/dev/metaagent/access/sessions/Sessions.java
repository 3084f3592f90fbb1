package dev.metaagent.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
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

/// The sessions of members: started when somebody signs in, checked at the gate, ended by that one,
/// by an administrator or by time.
@Component
class Sessions {

  /// How long another node may still accept a session that was ended.
  private static final Duration FRESH = Duration.ofSeconds(3);

  /// How exactly the last use is known.
  private static final Duration SEEN_STEP = Duration.ofMinutes(1);

  /// How long rows are kept after their end, to tell an ended session from a guess.
  private static final Duration KEPT = Duration.ofDays(1);

  /// How long requests on their way may still use a session that was left for another.
  private static final Duration LEAVING = Duration.ofSeconds(10);

  /// What a token turns out to be.
  sealed interface Found {}

  /// A session that may be used now.
  ///
  /// @param principal whom it stands for, at home
  /// @param also further organizations that the same sign-in opened
  record Live(Principal principal, Set<OrganizationId> also, Instant signedInAt, Instant expiresAt)
      implements Found {}

  /// A session that was right once.
  record Ended() implements Found {}

  /// Nothing that was ever given out, as far as is known.
  record Unknown() implements Found {}

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
  /// @param signedInAt when somebody proved who it is: now, or earlier in another organization
  SecretToken start(Member member, Way way, Set<OrganizationId> also, Instant signedInAt) {
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
              way,
              also,
              signedInAt,
              now,
              signedInAt.plus(life(way))));
      members.seen(member.id(), way, now);
      return true;
    });
    return token;
  }

  /// Who was named by an identity provider has to be named again, once a working day.
  Duration life(Way way) {
    return way == Way.JWT ? settings.sessionIdle() : settings.sessionLife();
  }

  /// What a token names.
  Found check(SecretToken token) {
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
        Principal.member(token.organization(), member.get(), session.way()),
        session.also(),
        session.signedInAt(),
        session.expiresAt());
  }

  private void touch(SessionStore.Stored session, Instant now) {
    if (now.isBefore(session.lastSeenAt().plus(SEEN_STEP))) {
      return;
    }
    transactions.write(() -> {
      store.seen(session.id(), now);
      members.seen(session.memberId(), session.way(), now);
      return true;
    });
  }

  /// Lets a session end soon, because its browser went on to another one.
  void leave(SecretToken token) {
    Tenant.run(
        token.organization(),
        () ->
            transactions.write(() -> {
              store.leave(token.id(), clock.instant().plus(LEAVING));
              return true;
            }));
  }

  /// Ends one session of the organization in scope; false where it had ended.
  boolean end(SecretToken token) {
    known.invalidate(key(token));
    return transactions.write(() -> store.end(token.id(), clock.instant()));
  }

  /// Ends every session of a member of the organization in scope, joining the transaction in
  /// progress; follow with {@link #forget} after it.
  void endAll(UUID member) {
    store.endAll(member, clock.instant());
  }

  /// Forgets what was accepted a moment ago, because members changed.
  void forget() {
    known.invalidateAll();
  }

  private static String key(SecretToken token) {
    return token.organization() + "_" + token.id() + "_" + token.secretHash();
  }
}
