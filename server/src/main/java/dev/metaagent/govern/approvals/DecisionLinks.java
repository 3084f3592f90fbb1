package dev.metaagent.govern.approvals;

import dev.metaagent.access.Principal;
import dev.metaagent.access.Role;
import dev.metaagent.access.ServerSecret;
import dev.metaagent.audit.Change;
import dev.metaagent.audit.Journal;
import dev.metaagent.audit.TypedText;
import dev.metaagent.kernel.ErrorCode;
import dev.metaagent.kernel.MetaAgentException;
import dev.metaagent.kernel.MetaAgentException.FieldError;
import dev.metaagent.kernel.StorableText;
import dev.metaagent.registry.Agents;
import dev.metaagent.tenancy.Tenant;
import dev.metaagent.tenancy.TenantTransactions;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Makes and opens links that let somebody decide one question without an account: until the
/// question expires, once, and while whoever made the link is an administrator.
@Component
class DecisionLinks {

  static final int LONGEST_NAME = 100;
  private static final int MOST = 20;

  /// A link that was made.
  ///
  /// @param token the text that decides
  record Made(String token, Instant expiresAt) {}

  /// What a link opens.
  ///
  /// @param agent the name of the agent
  record Opened(
      DecisionToken token, DecisionLinkStore.Link link, Approval approval, String agent) {}

  private final DecisionLinkStore links;
  private final ApprovalStore store;
  private final ApprovalDecisions decisions;
  private final Agents agents;
  private final Role.Holders holders;
  private final ServerSecret secret;
  private final TenantTransactions transactions;
  private final Journal journal;
  private final TypedText typed;
  private final Clock clock;

  DecisionLinks(
      DecisionLinkStore links,
      ApprovalStore store,
      ApprovalDecisions decisions,
      Agents agents,
      Role.Holders holders,
      ServerSecret secret,
      TenantTransactions transactions,
      Journal journal,
      TypedText typed,
      Clock clock) {
    this.links = links;
    this.store = store;
    this.decisions = decisions;
    this.agents = agents;
    this.holders = holders;
    this.secret = secret;
    this.transactions = transactions;
    this.journal = journal;
    this.typed = typed;
    this.clock = clock;
  }

  /// Makes a link to a question that waits.
  ///
  /// @param person whom it is for; null: whoever gets it
  Made make(UUID approval, @Nullable String person, Principal maker) {
    String name = name("for", person);
    return transactions.write(() -> {
      Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
      Approval asked =
          store
              .find(approval)
              .orElseThrow(() -> MetaAgentException.notFound("approval " + approval))
              .at(now);
      if (asked.state() != ApprovalState.PENDING) {
        String state = asked.state().wire();
        throw new MetaAgentException(
            ErrorCode.CONFLICT,
            "Approval " + approval + " is " + state + " already.",
            List.of(new FieldError("state", state)),
            null,
            null);
      }
      if (links.count(approval) >= MOST) {
        throw new MetaAgentException(
            ErrorCode.CONFLICT, "There are " + MOST + " links to this approval already.");
      }
      DecisionToken token = new DecisionToken(Tenant.current(), approval, UUID.randomUUID());
      links.add(token, link(maker, name), now);
      journal.write(
          new Change(
              maker.name(),
              "approval.link",
              "approval " + approval,
              null,
              "{\"link\":\"" + token.link() + "\"}"));
      return new Made(token.signed(secret), asked.expiresAt());
    });
  }

  /// What the text of a link opens; empty where it is forged, or no longer opens anything.
  Optional<Opened> open(String text) {
    return DecisionToken.read(text, secret)
        .flatMap(token -> Tenant.call(token.organization(), () -> read(token)));
  }

  private Optional<Opened> read(DecisionToken token) {
    return transactions.read(() ->
        links
            .find(token)
            .filter(this::stands)
            .flatMap(
                link -> store.find(token.approval()).map(found -> opened(token, link, found))));
  }

  /// A member of another organization, whom a linked sign-in let in, is not known here and cannot
  /// be asked about later; neither can the caller in local mode.
  private DecisionLinkStore.Link link(Principal maker, @Nullable String person) {
    boolean known = holders.administers(maker.keyId(), maker.memberId());
    return new DecisionLinkStore.Link(
        maker.name(), known ? maker.keyId() : null, known ? maker.memberId() : null, person, null);
  }

  private boolean stands(DecisionLinkStore.Link link) {
    return (link.makerKey() == null && link.makerMember() == null)
        || holders.administers(link.makerKey(), link.makerMember());
  }

  private Opened opened(DecisionToken token, DecisionLinkStore.Link link, Approval found) {
    String agent = agents.names(Set.of(found.agent())).getOrDefault(found.agent(), "");
    return new Opened(token, link, found.at(clock.instant()), agent);
  }

  /// Decides with a link that is open.
  ///
  /// @param person the name that the person typed; null: none
  Approval decide(Opened opened, boolean approve, String reason, @Nullable String person) {
    return Tenant.call(
        opened.token().organization(),
        () -> {
          String by = "link made by " + opened.link().madeBy();
          String known = opened.link().madeFor();
          String name = known == null ? name("name", person) : known;
          return decisions.decide(
              opened.token(), approve, reason, name == null ? by : name + " (" + by + ")");
        });
  }

  /// A name on one line, without personal data other than the name itself.
  private @Nullable String name(String field, @Nullable String text) {
    if (text == null || text.isBlank()) {
      return null;
    }
    String line = text.strip().replaceAll("[\\p{Cntrl}\\p{Cf}\\s]+", " ");
    if (line.length() > LONGEST_NAME || !StorableText.is(line)) {
      throw MetaAgentException.invalid(field, "a name of at most " + LONGEST_NAME + " characters");
    }
    return typed.clean(Tenant.current(), line);
  }
}
