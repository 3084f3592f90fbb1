package dev.metaagent.policy.document;

import dev.metaagent.policy.Fields;
import dev.metaagent.policy.Freshness;
import dev.metaagent.policy.Limits;
import dev.metaagent.policy.Price;
import dev.metaagent.policy.Stopped;
import dev.metaagent.policy.rules.Rules;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The policy of one agent. `agentId` is null for an agent that was not seen yet.
public record Policy(
    @Nullable String agentId,
    String agentName,
    long version,
    Instant issuedAt,
    Freshness freshness,
    List<PolicyPrompt> prompts,
    Rules tools,
    Limits limits,
    @Nullable Stopped stopped,
    List<Price> prices) {

  /// Lists of later stages: they must be lists, and are not read yet.
  private static final List<String> RESERVED =
      List.of("routing", "breakers", "budgets", "experiments", "learnings");

  /// Reads a document as plain values. Throws [dev.metaagent.policy.InvalidPolicy] where it is
  /// malformed. Unknown fields are ignored.
  public static Policy parse(@Nullable Object document) {
    Fields fields = Fields.of("", document);
    Fields agent = fields.object("agent");
    RESERVED.forEach(fields::listOrEmpty);
    Fields limits = fields.objectOrNull("limits");
    Fields stopped = fields.objectOrNull("stopped");
    return new Policy(
        agent.textOrNull("id"),
        agent.text("name"),
        fields.integer("version", 1),
        fields.time("issuedAt"),
        Freshness.parse(fields),
        Fields.items("prompts", fields.listOrEmpty("prompts"), PolicyPrompt::parse),
        Rules.read("tools", fields.listOrEmpty("tools")),
        limits == null ? Limits.NONE : Limits.parse(limits),
        stopped == null ? null : Stopped.parse(stopped),
        Fields.items("prices", fields.listOrEmpty("prices"), Price::parse));
  }
}
