package dev.metaagent.live;

import dev.metaagent.kernel.MetaAgentException;
import dev.metaagent.kernel.StorableText;
import dev.metaagent.live.ClientMessage.FilterText;
import dev.metaagent.live.channel.Filter;
import dev.metaagent.search.WatchedRows;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Reads a filter for the organization in scope: an agent's name is resolved to its id, and the
/// text is cleaned by the privacy policy like stored texts, so that personal data can be searched
/// for.
@Component
class FilterReader {

  private static final int LONGEST_TEXT = 200;

  private final WatchedRows rows;

  FilterReader(WatchedRows rows) {
    this.rows = rows;
  }

  /// @throws MetaAgentException when a text cannot be asked for or the agent does not exist
  Filter read(FilterText text) {
    if (Stream.of(text.agent(), text.status(), text.kind(), text.model(), text.q())
        .anyMatch(each -> each != null && !usable(each))) {
      throw MetaAgentException.invalid(
          "filter", "texts of up to " + LONGEST_TEXT + " characters that can be stored");
    }
    String q = given(text.q());
    return new Filter(
        agent(given(text.agent())),
        given(text.status()),
        given(text.kind()),
        given(text.model()),
        q == null ? null : rows.stored(q).toLowerCase(Locale.ROOT));
  }

  private static boolean usable(String text) {
    return text.length() <= LONGEST_TEXT && StorableText.is(text);
  }

  private static @Nullable String given(@Nullable String text) {
    return text == null || text.isBlank() ? null : text.strip();
  }

  private @Nullable UUID agent(@Nullable String idOrName) {
    return idOrName == null
        ? null
        : rows.agent(idOrName)
            .orElseThrow(
                () -> MetaAgentException.invalid("filter.agent", "there is no agent " + idOrName));
  }
}
