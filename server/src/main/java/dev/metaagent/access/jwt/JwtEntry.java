package dev.metaagent.access.jwt;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.metaagent.access.AuthMethod;
import dev.metaagent.access.Principal;
import dev.metaagent.access.Role;
import dev.metaagent.access.members.Member;
import dev.metaagent.access.members.MemberAccess;
import dev.metaagent.access.members.MemberState;
import dev.metaagent.access.members.MemberStore;
import dev.metaagent.access.secrets.Sha256;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/// Finds the member of a JWT. The organization comes from a claim; the role from the member that
/// has the subject or, the first time, the e-mail address. Where a role claim is configured, the
/// issuer decides who is a member and in which role, except for disabled members. All others are
/// refused.
@Component
public class JwtEntry implements MemberAccess {

  private static final Logger log = LoggerFactory.getLogger(JwtEntry.class);
  private static final Duration FRESH = Duration.ofSeconds(3);
  private static final Duration SEEN_STEP = Duration.ofMinutes(1);
  private static final String ISSUER = "identity provider";

  /// A member, and for which organization.
  public record Entered(OrganizationId organization, Member member) {
    public Principal principal() {
      return member.principal(organization, AuthMethod.JWT);
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

  public boolean configured() {
    return reader.configured();
  }

  /// The member that a token names.
  ///
  /// @throws MetaAgentException UNAUTHENTICATED for a token that is not valid, FORBIDDEN for a
  ///   valid one of a person without access
  public Entered enter(String token) {
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

  /// Clears the cache, because members changed.
  @Override
  public void forget() {
    known.invalidateAll();
  }

  private Member member(OrganizationId organization, JwtIdentity identity) {
    Optional<Member> found = transactions.read(() -> find(identity)).map(this::usable);
    Role claimed = identity.role();
    if (claimed != null && found.filter(member -> member.role() == claimed).isEmpty()) {
      found = Optional.of(transactions.write(() -> claimed(organization, identity, claimed)));
    }
    Member member = found.orElseThrow(() -> nobody("You are not a member of this organization."));
    tie(identity, member);
    return member;
  }

  /// The member with the subject of a token, else the one with its address that no subject was
  /// bound to. A member with a password is somebody already, so its address must be verified.
  private Optional<MemberStore.Stored> find(JwtIdentity identity) {
    Optional<MemberStore.Stored> bySubject = store.bySubject(identity.subject());
    if (bySubject.isPresent() || identity.email() == null) {
      return bySubject;
    }
    return store
        .byEmail(identity.email())
        .filter(stored -> stored.subject() == null)
        .filter(stored -> identity.emailVerified() || stored.passwordHash() == null);
  }

  private Member usable(MemberStore.Stored stored) {
    if (stored.member().state() == MemberState.DISABLED) {
      throw nobody("This member is disabled.");
    }
    return stored.member();
  }

  /// Creates a member, or changes the role of one, according to the role claim. The last active
  /// administrator stays one, whatever the claim says.
  private Member claimed(OrganizationId organization, JwtIdentity identity, Role role) {
    Instant now = now();
    Optional<Member> before = find(identity).map(this::usable);
    if (before.isPresent()) {
      Member member = before.get();
      if (role != Role.ADMIN && store.isLastAdmin(member.id())) {
        log.warn("{} stays an administrator, the last of {}", member.id(), organization);
        return member;
      }
      store.change(member.id(), member.name(), role, false, now);
      journal.write(
          new Change(ISSUER, "member.change", Member.subject(member.id()), null, details(role)));
    } else {
      Member member = fresh(identity, role, now);
      if (!store.insert(organization, member, identity.subject())) {
        throw nobody("The e-mail address belongs to another member.");
      }
      journal.write(
          new Change(ISSUER, "member.invite", Member.subject(member.id()), null, details(role)));
    }
    return find(identity)
        .orElseThrow(() -> nobody("You are not a member of this organization."))
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

  /// Binds the member to the subject of the token; from then on the address no longer counts.
  private void tie(JwtIdentity identity, Member member) {
    Instant now = now();
    boolean first = member.state() == MemberState.INVITED || member.method() != AuthMethod.JWT;
    boolean old = member.lastSeenAt() == null || member.lastSeenAt().plus(SEEN_STEP).isBefore(now);
    if (first || old) {
      transactions.write(() -> {
        store.subject(member.id(), identity.subject());
        store.seen(member.id(), AuthMethod.JWT, now);
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
