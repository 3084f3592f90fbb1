package dev.metaagent.access.sessions;

import dev.metaagent.access.AuthMethod;
import dev.metaagent.access.Principal;
import dev.metaagent.access.limits.RateLimits;
import dev.metaagent.access.limits.SignInLimits;
import dev.metaagent.access.members.Member;
import dev.metaagent.access.members.MemberState;
import dev.metaagent.access.members.MemberStore;
import dev.metaagent.access.members.Members;
import dev.metaagent.access.secrets.SecretToken;
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
import java.util.ArrayList;
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

/// Signs members in with a password, or with the link that sets one. A password belongs to one
/// membership, so that no organization can change the password of another; if it is valid for
/// several memberships of one address, one sign-in opens them all.
@Component
public class SignIn {

  private static final Logger log = LoggerFactory.getLogger(SignIn.class);

  /// Memberships of one address whose passwords are checked, and hashes that every sign-in
  /// computes, so that its time does not reveal how many there are.
  static final int HASHES = 8;

  /// A session that just began.
  ///
  /// @param email the address of the member
  public record Started(SecretToken token, Principal principal, AuthMethod method, String email) {}

  /// Where an attempt comes from.
  ///
  /// @param remote the address in the network
  /// @param device the cookie by which a browser is recognised, if it sent one
  record From(String remote, @Nullable String device) {}

  private final MemberStore store;
  private final Sessions sessions;
  private final Passwords passwords;
  private final RateLimits limits;
  private final SignInLimits signInLimits;
  private final KnownDevices devices;
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
      SignInLimits signInLimits,
      KnownDevices devices,
      Organizations organizations,
      SystemTransactions everywhere,
      TenantTransactions transactions,
      Journal journal,
      Clock clock) {
    this.store = store;
    this.sessions = sessions;
    this.passwords = passwords;
    this.limits = limits;
    this.signInLimits = signInLimits;
    this.devices = devices;
    this.organizations = organizations;
    this.everywhere = everywhere;
    this.transactions = transactions;
    this.journal = journal;
    this.clock = clock;
  }

  /// @throws MetaAgentException UNAUTHENTICATED, the same whether the address or the password is
  ///   wrong, and after the same work
  Started withPassword(@Nullable String email, @Nullable String password, From from) {
    if (email == null || password == null) {
      throw MetaAgentException.invalid(
          email == null ? "email" : "password", "an address and a password, or a token");
    }
    String address = email.strip().toLowerCase(Locale.ROOT);
    if (address.length() > Members.LONGEST_EMAIL) {
      signInLimits.attempt(from.remote());
      throw wrong();
    }
    String device = devices.id(from.device(), address).orElse(null);
    signInLimits.guess(address, from.remote(), device);
    List<MemberStore.Stored> memberships =
        everywhere.call(() -> store.everywhere(address, HASHES)).stream()
            .filter(stored -> organizations.find(stored.organization()).isPresent())
            .toList();
    List<MemberStore.Stored> opened = fitting(memberships, password);
    if (opened.isEmpty()) {
      noteRefused(memberships);
      throw wrong();
    }
    signInLimits.right(address, from.remote(), device);
    MemberStore.Stored home = opened.getFirst();
    Set<OrganizationId> linkedOrganizations =
        opened.stream()
            .skip(1)
            .map(MemberStore.Stored::organization)
            .collect(Collectors.toUnmodifiableSet());
    return start(
        home.organization(), home.member(), AuthMethod.PASSWORD, linkedOrganizations, now());
  }

  private List<MemberStore.Stored> fitting(List<MemberStore.Stored> memberships, String password) {
    List<MemberStore.Stored> able =
        memberships.stream()
            .filter(stored -> stored.passwordHash() != null)
            .filter(stored -> stored.member().state() == MemberState.ACTIVE)
            .toList();
    List<MemberStore.Stored> fitting = new ArrayList<>();
    for (int i = 0; i < HASHES; i++) {
      MemberStore.Stored stored = i < able.size() ? able.get(i) : null;
      if (passwords.fits(password, stored == null ? null : stored.passwordHash())
          && stored != null) {
        fitting.add(stored);
      }
    }
    return fitting;
  }

  /// Writes the refused sign-in to the journals of its organizations; on another thread, so that
  /// the time of the response does not reveal whether the address is known.
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
    Change change = new Change("somebody", "session.refuse", Member.subject(member.id()), null);
    Tenant.run(organization, () -> journal.write(change));
  }

  /// Sets the password of the holder of a link, ends the holder's other sessions and starts one.
  public Started withLink(@Nullable String text, @Nullable String password, String remote) {
    SecretToken link =
        SecretToken.parse(SecretToken.Kind.LINK, text == null ? "" : text)
            .filter(token -> token.id().matches("[0-9a-f]{32}"))
            .filter(token -> organizations.isKnown(token.organization()))
            .orElseThrow(() -> wrongLink(remote));
    Passwords.check(password);
    UUID id = SecretToken.uuid(link.id());
    return Tenant.call(
        link.organization(), () -> redeem(link, id, String.valueOf(password), remote));
  }

  /// Only wrong links count as attempts: strangers at the same address do not use up a right one.
  private MetaAgentException wrongLink(String remote) {
    signInLimits.attempt(remote);
    return usedUp();
  }

  private Started redeem(SecretToken link, UUID id, String password, String remote) {
    Instant now = now();
    Optional<MemberStore.Stored> holder = transactions.read(() -> store.find(id));
    if (holder.filter(stored -> opens(link, stored, now)).isEmpty()) {
      throw wrongLink(remote);
    }
    String hash = passwords.hash(password);
    Started started =
        transactions.write(() -> {
          if (!store.password(id, link.secretHash(), hash, now)) {
            throw usedUp();
          }
          sessions.endAll(id);
          Member member = store.find(id).orElseThrow(SignIn::usedUp).member();
          journal.write(new Change(member.called(), "member.password", Member.subject(id), null));
          return start(link.organization(), member, AuthMethod.PASSWORD, Set.of(), now);
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

  /// Starts a session and writes it to the journal of its organization. Its token is exempt from
  /// the rate limit of wrong credentials from the start.
  Started start(
      OrganizationId organization,
      Member member,
      AuthMethod method,
      Set<OrganizationId> linkedOrganizations,
      Instant signedInAt) {
    return Tenant.call(
        organization,
        () ->
            transactions.write(() -> {
              SecretToken token = sessions.start(member, method, linkedOrganizations, signedInAt);
              limits.right(token.reveal());
              journal.write(
                  new Change(
                      member.called(),
                      "session.start",
                      Member.subject(member.id()),
                      null,
                      "{\"method\":\"" + method.wire() + "\"}"));
              return new Started(
                  token, member.principal(organization, method), method, member.email());
            }));
  }

  /// Ends the session that a cookie names, if it names one.
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
                principal.name(), "session.end", Member.subject(principal.memberId()), null));
      }
      return true;
    });
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  private static MetaAgentException wrong() {
    return new MetaAgentException(ErrorCode.UNAUTHENTICATED, "Wrong e-mail address or password.");
  }

  private static MetaAgentException usedUp() {
    return new MetaAgentException(
        ErrorCode.UNAUTHENTICATED,
        "This link was used already, has expired or was replaced. Ask an administrator for a new"
            + " one.");
  }
}
