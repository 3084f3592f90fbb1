package dev.metaagent.observe.privacy;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Remembers how texts came out, because prompts, states and tool descriptions come again and
/// again. Bounded by the size of the texts; what a policy did is asked by that policy only.
public final class Memory {

  private static final int SHORTEST = 48;
  private static final long CHARACTERS = 32_000_000;

  private record Asked(long policy, int said, String text) {}

  /// How a text came out.
  ///
  /// @param text null when it stays as it is
  /// @param counts by kind; null when nothing was found
  record Outcome(@Nullable String text, int @Nullable [] counts) {

    static final Outcome CLEAN = new Outcome(null, null);
  }

  private final Cache<Asked, Outcome> outcomes =
      Caffeine.newBuilder()
          .maximumWeight(CHARACTERS)
          .weigher((Asked asked, Outcome outcome) ->
              96 + asked.text().length() + (outcome.text() == null ? 0 : outcome.text().length()))
          .build();

  Outcome of(Policy policy, int said, String text, Supplier<Outcome> look) {
    if (text.length() < SHORTEST) {
      return look.get();
    }
    Asked asked = new Asked(policy.number(), said, text);
    Outcome known = outcomes.getIfPresent(asked);
    if (known == null) {
      known = look.get();
      outcomes.put(asked, known);
    }
    return known;
  }
}
