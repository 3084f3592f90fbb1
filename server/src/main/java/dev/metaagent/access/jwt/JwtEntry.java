package dev.metaagent.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.metaagent.audit.Change;
import dev.metaagent.audit.Journal;
import dev.metaagent.kernel.ErrorCode;
import dev.metaagent.kernel.MetaAgentException;
import dev.metaagent.kernel.OrganizationId;
import dev.metaagent.tenancy.Organizations;
import dev.metaagent.tenancy.Tenant;
import dev.metaagent.tenancy.TenantTransactions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/// Finds the member that a JWT stands for. The organization comes from a claim; the role from the
/// member that has the subject or, the first time, the e-mail address. Where a role claim is
/// configured, the issuer decides who is a member and in which role, except for whoever is disabled
/// here. Nobody else gets in.
@Component
class JwtEntry {

  private static final Duration FRESH = Duration.ofSeconds(3);
  private static final Duration SEEN_STEP = Duration.ofMinutes(1);
  private static final String ISSUER = "identity provider";

  /// A member, and for which organization.
  record Entered(OrganizationId organization, Member member) {
    Principal principal() {
      return Principal.member(organization, member, Way.JWT);
    }
  }

  private final JwtReader reader;
  private final MemberStore store;
  private final Organizations organizations;
  private final TenantTransactions transactions;
  private final Journal journal;
  private final Clock clock;
  private final Cache<String, Entered> known =
      Caffeine.newBuilder().maximumSize(10_000).expireAfterWrite(FRESH).build();

  JwtEntry(
      JwtReader reader,
      MemberStore store,
      Organizations organizations,
      TenantTransactions transactions,
      Journal journal,
      Clock clock) {
    this.reader = reader;
    this.store = store;
    this.organizations = organizations;
    this.transactions = transactions;
    this.journal = journal;
    this.clock = clock;
  }

  boolean configured() {
    return reader.configured();
  }

  /// @throws MetaAgentException UNAUTHENTICATED for a token that is not valid, FORBIDDEN for one
  ///   that names nobody who may come in
  Entered enter(String token) {
    String fingerprint = Sha256.hex(token);
    Entered before = known.getIfPresent(fingerprint);
    if (before != null) {
      return before;
    }
    JwtIdentity identity = reader.read(token);
    OrganizationId organization =
        Optional.ofNullable(identity.organization())
            .filter(id -> organizations.find(id).isPresent())
            .orElseThrow(() -> nobody("The JWT names no organization of this server."));
    Member member = Tenant.call(organization, () -> member(organization, identity));
    Entered entered = new Entered(organization, member);
    known.put(fingerprint, entered);
    return entered;
  }

  /// Forgets what was accepted a moment ago, because members changed.
  void forget() {
    known.invalidateAll();
  }

  private Member member(OrganizationId organization, JwtIdentity identity) {
    Optional<Member> found = transactions.read(() -> find(identity)).map(this::usable);
    Role told = identity.role();
    if (told != null && found.filter(member -> member.role() == told).isEmpty()) {
      found = Optional.of(transactions.write(() -> told(organization, identity, told)));
    }
    Member member =
        found.orElseThrow(() -> nobody("Nobody made you a member of this organization."));
    tie(identity, member);
    return member;
  }

  private Optional<MemberStore.Stored> find(JwtIdentity identity) {
    Optional<MemberStore.Stored> bySubject = store.bySubject(identity.subject());
    if (bySubject.isPresent() || identity.email() == null) {
      return bySubject;
    }
    return store.byEmail(identity.email()).filter(stored -> stored.subject() == null);
  }

  private Member usable(MemberStore.Stored stored) {
    if (stored.member().state() == MemberState.DISABLED) {
      throw nobody("This member is disabled.");
    }
    return stored.member();
  }

  /// Makes somebody a member, or gives a member another role, because the issuer says so.
  private Member told(OrganizationId organization, JwtIdentity identity, Role role) {
    Instant now = now();
    Optional<Member> before = find(identity).map(this::usable);
    if (before.isPresent()) {
      Member member = before.get();
      store.change(member.id(), member.name(), role, false, now);
      journal.write(
          new Change(ISSUER, "member.change", Members.subject(member.id()), null, details(role)));
    } else {
      Member member = fresh(identity, role, now);
      if (!store.insert(organization, member, identity.subject())) {
        throw nobody("The e-mail address belongs to another member.");
      }
      journal.write(
          new Change(ISSUER, "member.invite", Members.subject(member.id()), null, details(role)));
    }
    return find(identity)
        .orElseThrow(() -> nobody("Nobody made you a member of this organization."))
        .member();
  }

  private static Member fresh(JwtIdentity identity, Role role, Instant now) {
    String email = identity.email() == null ? identity.subject() : identity.email();
    String name = identity.name() == null ? "" : identity.name();
    return new Member(
        UUID.randomUUID(),
        email,
        name.length() > 100 ? name.substring(0, 100) : name,
        role,
        MemberState.ACTIVE,
        now,
        ISSUER,
        null,
        null);
  }

  private static String details(Role role) {
    return "{\"role\":\"" + role.wire() + "\"}";
  }

  /// From the first time on, the subject says who the member is, and the address no more.
  private void tie(JwtIdentity identity, Member member) {
    Instant now = now();
    boolean first = member.state() == MemberState.INVITED || member.way() != Way.JWT;
    boolean old = member.lastSeenAt() == null || member.lastSeenAt().plus(SEEN_STEP).isBefore(now);
    if (first || old) {
      transactions.write(() -> {
        store.subject(member.id(), identity.subject());
        store.seen(member.id(), Way.JWT, now);
        return true;
      });
    }
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  private static MetaAgentException nobody(String why) {
    return new MetaAgentException(ErrorCode.FORBIDDEN, why);
  }
}
