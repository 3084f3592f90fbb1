package dev.metaagent.access.members;

import dev.metaagent.access.Role;
import dev.metaagent.access.secrets.SecretToken;
import dev.metaagent.audit.Change;
import dev.metaagent.audit.Journal;
import dev.metaagent.kernel.ErrorCode;
import dev.metaagent.kernel.MetaAgentException;
import dev.metaagent.tenancy.Tenant;
import dev.metaagent.tenancy.TenantTransactions;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// The members of the organization in scope: invited, changed and removed. The last active
/// administrator of an organization cannot be removed.
@Component
public class Members {

  private static final Duration LINK_LIVES = Duration.ofDays(3);
  private static final Pattern EMAIL = Pattern.compile("[^@\\s\\p{Cntrl}]+@[^@\\s\\p{Cntrl}]+");
  public static final int LONGEST_EMAIL = 254;
  private static final int LONGEST_NAME = 100;

  /// A link that sets a password, to be handed over once. Its token is in the fragment, which no
  /// browser sends: it appears in no log of a proxy.
  public record Link(SecretToken token, Instant expiresAt) {
    String path() {
      return "/sign-in#token=" + token.reveal();
    }
  }

  /// A member that was just invited.
  public record Invited(Member member, Link link) {}

  /// A change of a member; null fields are kept.
  record Edit(@Nullable String name, @Nullable Role role, @Nullable Boolean disabled) {}

  private final MemberStore store;
  private final List<MemberAccess> accesses;
  private final TenantTransactions transactions;
  private final Journal journal;
  private final Clock clock;
  private final SecureRandom random = new SecureRandom();

  Members(
      MemberStore store,
      List<MemberAccess> accesses,
      TenantTransactions transactions,
      Journal journal,
      Clock clock) {
    this.store = store;
    this.accesses = List.copyOf(accesses);
    this.transactions = transactions;
    this.journal = journal;
    this.clock = clock;
  }

  List<Member> all() {
    return transactions.read(store::all);
  }

  public Invited invite(
      @Nullable String email,
      @Nullable String name,
      @Nullable Role role,
      @Nullable String reason,
      String actor) {
    Instant now = now();
    Member member =
        new Member(
            UUID.randomUUID(),
            email(email),
            name(name),
            role(role),
            MemberState.INVITED,
            now,
            actor,
            null,
            null);
    return transactions.write(() -> {
      if (!store.insert(Tenant.current(), member, null)) {
        throw new MetaAgentException(
            ErrorCode.CONFLICT, "This address is a member of the organization already.");
      }
      journal.write(
          new Change(
              actor, "member.invite", Member.subject(member.id()), reason, details(member.role())));
      return new Invited(member, newLink(member.id(), now));
    });
  }

  /// A new link for a member, for instance for a forgotten password. It invalidates the previous
  /// one.
  Link link(UUID id, @Nullable String reason, String actor) {
    return transactions.write(() -> {
      Member member = existing(id);
      if (member.state() == MemberState.DISABLED) {
        throw new MetaAgentException(
            ErrorCode.CONFLICT, "The member is disabled; enable it first.");
      }
      journal.write(new Change(actor, "member.link", Member.subject(id), reason));
      return newLink(id, now());
    });
  }

  private Link newLink(UUID id, Instant now) {
    SecretToken token =
        SecretToken.random(SecretToken.Kind.LINK, Tenant.current(), SecretToken.hex(id), random);
    Instant expires = now.plus(LINK_LIVES);
    store.link(id, token.secretHash(), expires);
    return new Link(token, expires);
  }

  Member change(UUID id, Edit edit, @Nullable String reason, String actor) {
    Member changed =
        transactions.write(() -> {
          boolean last = store.isLastAdmin(id);
          Member before = existing(id);
          String name = edit.name() == null ? before.name() : name(edit.name());
          Role role = edit.role() == null ? before.role() : role(edit.role());
          boolean disabled =
              edit.disabled() == null ? before.state() == MemberState.DISABLED : edit.disabled();
          if (last && (role != Role.ADMIN || disabled)) {
            throw lastAdmin();
          }
          store.change(id, name, role, disabled, now());
          if (disabled) {
            accesses.forEach(access -> access.endAll(id));
          }
          journal.write(
              new Change(
                  actor, action(before, disabled), Member.subject(id), reason, details(role)));
          return existing(id);
        });
    forget();
    return changed;
  }

  private static String action(Member before, boolean disabled) {
    boolean was = before.state() == MemberState.DISABLED;
    return was == disabled ? "member.change" : disabled ? "member.disable" : "member.enable";
  }

  void remove(UUID id, @Nullable String reason, String actor) {
    transactions.write(() -> {
      boolean last = store.isLastAdmin(id);
      existing(id);
      if (last) {
        throw lastAdmin();
      }
      store.remove(id);
      journal.write(new Change(actor, "member.remove", Member.subject(id), reason));
      return true;
    });
    forget();
  }

  /// Clears the caches of accepted credentials.
  private void forget() {
    accesses.forEach(MemberAccess::forget);
  }

  private static MetaAgentException lastAdmin() {
    return new MetaAgentException(
        ErrorCode.LAST_ADMIN,
        "This is the last active administrator of the organization; make another one first.");
  }

  private Member existing(UUID id) {
    return find(id)
        .map(MemberStore.Stored::member)
        .orElseThrow(() -> MetaAgentException.notFound("the member " + id));
  }

  Optional<MemberStore.Stored> find(UUID id) {
    return transactions.read(() -> store.find(id));
  }

  private static String details(Role role) {
    return "{\"role\":\"" + role.wire() + "\"}";
  }

  /// An address as it is stored.
  static String email(@Nullable String text) {
    String email = text == null ? "" : text.strip().toLowerCase(Locale.ROOT);
    if (email.length() > LONGEST_EMAIL || !EMAIL.matcher(email).matches()) {
      throw MetaAgentException.invalid("email", "an e-mail address");
    }
    return email;
  }

  private static String name(@Nullable String text) {
    String name = text == null ? "" : text.strip();
    if (name.length() > LONGEST_NAME || name.chars().anyMatch(Character::isISOControl)) {
      throw MetaAgentException.invalid("name", "at most " + LONGEST_NAME + " characters");
    }
    return name;
  }

  private static Role role(@Nullable Role role) {
    if (role == null || !role.ofPeople()) {
      throw MetaAgentException.invalid("role", "admin, developer or viewer");
    }
    return role;
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }
}
