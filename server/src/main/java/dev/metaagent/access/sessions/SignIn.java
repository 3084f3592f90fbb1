package dev.metaagent.access;

import dev.metaagent.audit.Change;
import dev.metaagent.audit.Journal;
import dev.metaagent.kernel.ErrorCode;
import dev.metaagent.kernel.MetaAgentException;
import dev.metaagent.kernel.OrganizationId;
import dev.metaagent.tenancy.Organizations;
import dev.metaagent.tenancy.SystemTransactions;
import dev.metaagent.tenancy.Tenant;
import dev.metaagent.tenancy.TenantTransactions;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/// Coming in: with a password, with the link that sets one, or with a JWT. A password belongs to
/// one membership, so that no organization decides about the way into another; where it fits
/// several of one person, one sign-in opens them all.
@Component
class SignIn {

  private static final Logger log = LoggerFactory.getLogger(SignIn.class);

  /// Memberships of one address whose passwords are tried.
  private static final int MOST = 8;

  /// A session that just began.
  record Started(SecretToken token, Principal principal, Way way) {}

  private final MemberStore store;
  private final Sessions sessions;
  private final Passwords passwords;
  private final RateLimits limits;
  private final Organizations organizations;
  private final SystemTransactions everywhere;
  private final TenantTransactions transactions;
  private final Journal journal;
  private final Clock clock;

  SignIn(
      MemberStore store,
      Sessions sessions,
      Passwords passwords,
      RateLimits limits,
      Organizations organizations,
      SystemTransactions everywhere,
      TenantTransactions transactions,
      Journal journal,
      Clock clock) {
    this.store = store;
    this.sessions = sessions;
    this.passwords = passwords;
    this.limits = limits;
    this.organizations = organizations;
    this.everywhere = everywhere;
    this.transactions = transactions;
    this.journal = journal;
    this.clock = clock;
  }

  /// @throws MetaAgentException UNAUTHENTICATED, the same whether the address or the password is
  ///   wrong, and after the same work
  Started withPassword(@Nullable String email, @Nullable String password, String remote) {
    if (email == null || password == null) {
      throw MetaAgentException.invalid(
          email == null ? "email" : "password", "an address and a password, or a token");
    }
    limits.signIn(remote);
    String address = email.strip().toLowerCase(Locale.ROOT);
    if (address.length() > Members.LONGEST_EMAIL) {
      throw wrong();
    }
    limits.signInAs(address);
    List<MemberStore.Stored> memberships =
        everywhere.call(() -> store.everywhere(address, MOST)).stream()
            .filter(stored -> organizations.find(stored.organization()).isPresent())
            .toList();
    List<MemberStore.Stored> opened = fitting(memberships, password);
    if (opened.isEmpty()) {
      noteRefused(memberships);
      throw wrong();
    }
    limits.signedInAs(address);
    MemberStore.Stored home = opened.getFirst();
    Set<OrganizationId> also =
        opened.stream()
            .skip(1)
            .map(MemberStore.Stored::organization)
            .collect(Collectors.toUnmodifiableSet());
    return start(home.organization(), home.member(), Way.PASSWORD, also, now());
  }

  private List<MemberStore.Stored> fitting(List<MemberStore.Stored> memberships, String password) {
    List<MemberStore.Stored> able =
        memberships.stream()
            .filter(stored -> stored.passwordHash() != null)
            .filter(stored -> stored.member().state() == MemberState.ACTIVE)
            .toList();
    if (able.isEmpty()) {
      passwords.fits(password, null);
    }
    return able.stream().filter(stored -> passwords.fits(password, stored.passwordHash())).toList();
  }

  /// Tells the organizations that somebody tried; aside, so that the time of the answer does not
  /// tell whether the address is known.
  private void noteRefused(List<MemberStore.Stored> memberships) {
    if (memberships.isEmpty()) {
      return;
    }
    Thread.ofVirtual()
        .name("refused-sign-in")
        .start(() -> {
          try {
            memberships.forEach(stored -> noteRefused(stored.organization(), stored.member()));
          } catch (RuntimeException e) {
            log.warn("a refused sign-in is not in the journal", e);
          }
        });
  }

  private void noteRefused(OrganizationId organization, Member member) {
    Change change = new Change("somebody", "session.refuse", Members.subject(member.id()), null);
    Tenant.run(organization, () -> journal.write(change));
  }

  /// Sets the password of whoever holds a link, ends that one's other sessions and starts one.
  Started withLink(@Nullable String text, @Nullable String password, String remote) {
    limits.signIn(remote);
    SecretToken link =
        SecretToken.parse(SecretToken.Kind.LINK, text == null ? "" : text)
            .filter(token -> token.id().matches("[0-9a-f]{32}"))
            .orElseThrow(SignIn::usedUp);
    Passwords.check(password);
    UUID id = SecretToken.uuid(link.id());
    return Tenant.call(link.organization(), () -> redeem(link, id, String.valueOf(password)));
  }

  private Started redeem(SecretToken link, UUID id, String password) {
    Instant now = now();
    Optional<MemberStore.Stored> holder = transactions.read(() -> store.find(id));
    if (holder.filter(stored -> opens(link, stored, now)).isEmpty()) {
      throw usedUp();
    }
    String hash = passwords.hash(password);
    Started started =
        transactions.write(() -> {
          if (!store.password(id, link.secretHash(), hash, now)) {
            throw usedUp();
          }
          sessions.endAll(id);
          Member member = store.find(id).orElseThrow(SignIn::usedUp).member();
          journal.write(new Change(member.called(), "member.password", Members.subject(id), null));
          return start(link.organization(), member, Way.PASSWORD, Set.of(), now);
        });
    sessions.forget();
    return started;
  }

  private static boolean opens(SecretToken link, MemberStore.Stored stored, Instant now) {
    return stored.linkHash() != null
        && link.fits(stored.linkHash())
        && stored.linkExpiresAt() != null
        && now.isBefore(stored.linkExpiresAt())
        && stored.member().state() != MemberState.DISABLED;
  }

  /// Starts a session and says so in the journal of its organization. Its first request is heard
  /// even where neighbours guess.
  Started start(
      OrganizationId organization,
      Member member,
      Way way,
      Set<OrganizationId> also,
      Instant signedInAt) {
    return Tenant.call(
        organization,
        () ->
            transactions.write(() -> {
              SecretToken token = sessions.start(member, way, also, signedInAt);
              limits.right(token.reveal());
              journal.write(
                  new Change(
                      member.called(),
                      "session.start",
                      Members.subject(member.id()),
                      null,
                      "{\"way\":\"" + way.wire() + "\"}"));
              return new Started(token, Principal.member(organization, member, way), way);
            }));
  }

  /// Ends the session that a cookie names; what names none is no matter.
  void out(String cookie) {
    SecretToken.parse(SecretToken.Kind.SESSION, cookie)
        .flatMap(token -> sessions.live(cookie).map(live -> new Ending(token, live)))
        .ifPresent(ending -> Tenant.run(ending.token().organization(), () -> end(ending)));
  }

  private record Ending(SecretToken token, Sessions.Live live) {}

  private void end(Ending ending) {
    Principal principal = ending.live().principal();
    transactions.write(() -> {
      if (sessions.end(ending.token()) && principal.memberId() != null) {
        journal.write(
            new Change(
                principal.name(), "session.end", Members.subject(principal.memberId()), null));
      }
      return true;
    });
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  private static MetaAgentException wrong() {
    return new MetaAgentException(
        ErrorCode.UNAUTHENTICATED, "The e-mail address or the password is not right.");
  }

  private static MetaAgentException usedUp() {
    return new MetaAgentException(
        ErrorCode.UNAUTHENTICATED,
        "This link was used already, has expired or was replaced. Ask an administrator for a new"
            + " one.");
  }
}
