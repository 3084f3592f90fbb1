package dev.metaagent.privacy;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.metaagent.privacy.detect.Pseudonyms;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Caches cleaned texts, because prompts, states and tool descriptions repeat. Bounded by the size
/// of the texts; entries are keyed by the policy.
public final class CleanedTextCache {

  private static final int SHORTEST = 48;
  private static final long CHARACTERS = 32_000_000;

  private record Asked(long policy, int said, String text) {}

  /// The result for a text.
  ///
  /// @param text null when it is unchanged
  /// @param counts by kind; null when nothing was found
  record Outcome(@Nullable String text, int @Nullable [] counts) {

    static final Outcome CLEAN = new Outcome(null, null);

    /// Patterns exceeded their budget; not cached, because another request may have more left.
    static final Outcome WITHHELD = new Outcome(Pseudonyms.WITHHELD, null);
  }

  private final Cache<Asked, Outcome> outcomes =
      Caffeine.newBuilder()
          // texts come and go with each request: to wake another thread for that costs more
          .executor(Runnable::run)
          .maximumWeight(CHARACTERS)
          .weigher((Asked asked, Outcome outcome) ->
              96 + asked.text().length() + (outcome.text() == null ? 0 : outcome.text().length()))
          .build();

  Outcome of(PrivacyPolicy policy, int said, String text, Supplier<Outcome> look) {
    if (text.length() < SHORTEST) {
      return look.get();
    }
    Asked asked = new Asked(policy.number(), said, text);
    Outcome known = outcomes.getIfPresent(asked);
    if (known == null) {
      known = look.get();
      if (!known.equals(Outcome.WITHHELD)) {
        outcomes.put(asked, known);
      }
    }
    return known;
  }
}
