package dev.metaagent.registry.prompts;

import dev.metaagent.kernel.AgentId;
import dev.metaagent.kernel.MetaAgentException;
import dev.metaagent.kernel.Page;
import dev.metaagent.kernel.StorableText;
import dev.metaagent.registry.Agents;
import dev.metaagent.tenancy.TenantTransactions;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Reads the prompts of the organization in scope.
@Component
class PromptReads {

  /// How many bytes of texts one answer holds, unless a single version is longer.
  private static final int MOST_BYTES = 2_000_000;

  private final PromptStore prompts;
  private final PromptVersionStore versions;
  private final Agents agents;
  private final TenantTransactions transactions;

  PromptReads(
      PromptStore prompts,
      PromptVersionStore versions,
      Agents agents,
      TenantTransactions transactions) {
    this.prompts = prompts;
    this.versions = versions;
    this.agents = agents;
    this.transactions = transactions;
  }

  /// Prompts by name.
  ///
  /// @param agent only those of an agent, by its id or name; null: all
  Page<PromptSummary> list(@Nullable String agent, @Nullable String cursor, int limit) {
    String after = cursor == null ? null : name(cursor);
    return transactions.read(() -> {
      AgentId of = null;
      if (agent != null) {
        Optional<AgentId> meant = agents.meant(agent);
        if (meant.isEmpty()) {
          return Page.of(List.of(), null);
        }
        of = meant.get();
      }
      List<PromptSummary> found = prompts.page(of, after, limit + 1);
      boolean more = found.size() > limit;
      List<PromptSummary> page = more ? found.subList(0, limit) : found;
      return Page.of(page, more ? cursor(page.getLast().name()) : null);
    });
  }

  /// One prompt with its versions, newest first.
  ///
  /// @param bodies whether contents, parameters and tools are shown
  Prompt one(String name, @Nullable String cursor, int limit, boolean bodies) {
    int below = cursor == null ? Integer.MAX_VALUE : below(cursor);
    String wanted = PromptName.known(name);
    return transactions.read(() -> {
      PromptSummary summary = prompts.one(wanted).orElseThrow(() -> PromptName.missing(wanted));
      List<PromptVersion> page = versions.page(wanted, below, limit, MOST_BYTES);
      boolean more = !page.isEmpty() && page.getLast().version() > 1;
      return Prompt.of(
          summary,
          bodies ? page : page.stream().map(PromptVersion::withoutContent).toList(),
          more ? Integer.toString(page.getLast().version()) : null);
    });
  }

  private static String cursor(String name) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(name.getBytes(StandardCharsets.UTF_8));
  }

  private static String name(String cursor) {
    try {
      String name = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
      if (StorableText.is(name)) {
        return name;
      }
    } catch (IllegalArgumentException _) {
      // said below
    }
    throw wrongCursor();
  }

  private static int below(String cursor) {
    try {
      return Integer.parseInt(cursor);
    } catch (NumberFormatException _) {
      throw wrongCursor();
    }
  }

  private static MetaAgentException wrongCursor() {
    return MetaAgentException.invalid("cursor", "the nextCursor of the previous page");
  }
}
