package dev.metaagent.live;

import dev.metaagent.kernel.ErrorCode;
import dev.metaagent.kernel.MetaAgentException;
import dev.metaagent.live.channel.Channels;
import dev.metaagent.live.channel.Topic;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// A message of a client, as `protocol/live.schema.json` has it.
sealed interface ClientMessage {

  /// Subscribe to topics.
  ///
  /// @param resumeFrom the cursor of the last frame that the client received; null for a new client
  record Subscribe(Set<Topic> topics, FilterText filter, @Nullable Cursor resumeFrom)
      implements ClientMessage {}

  /// Unsubscribe from topics.
  record Unsubscribe(Set<Topic> topics) implements ClientMessage {}

  /// A filter as it is sent.
  record FilterText(
      @Nullable String agent,
      @Nullable String status,
      @Nullable String kind,
      @Nullable String model,
      @Nullable String q) {

    static final FilterText NONE = new FilterText(null, null, null, null, null);
  }

  /// The fields of a message.
  record Fields(
      @Nullable String type,
      @Nullable List<String> topics,
      @Nullable FilterText filter,
      @Nullable String resumeFrom) {}

  /// Reads a message.
  ///
  /// @throws MetaAgentException when it cannot be understood
  static ClientMessage parse(String text, JsonMapper json, Channels channels) {
    Fields fields = read(text, json);
    Set<Topic> topics = topics(fields, channels);
    return switch (String.valueOf(fields.type())) {
      case "subscribe" ->
          new Subscribe(
              topics,
              fields.filter() == null ? FilterText.NONE : fields.filter(),
              cursor(fields.resumeFrom()));
      case "unsubscribe" -> new Unsubscribe(topics);
      default -> throw MetaAgentException.invalid("type", "is subscribe or unsubscribe");
    };
  }

  private static Fields read(String text, JsonMapper json) {
    try {
      return json.readValue(text, Fields.class);
    } catch (JacksonException e) {
      throw new MetaAgentException(
          ErrorCode.INVALID_REQUEST, "The message is not JSON as protocol/live.schema.json says.");
    }
  }

  private static Set<Topic> topics(Fields fields, Channels channels) {
    Set<Topic> topics = new LinkedHashSet<>();
    for (String name : fields.topics() == null ? List.<String>of() : fields.topics()) {
      topics.add(
          channels
              .topic(name)
              .orElseThrow(
                  () -> MetaAgentException.invalid("topics", "are of " + channels.forms())));
    }
    if (topics.isEmpty()) {
      throw MetaAgentException.invalid("topics", "at least one is needed");
    }
    return topics;
  }

  private static @Nullable Cursor cursor(@Nullable String text) {
    return text == null
        ? null
        : Cursor.parse(text)
            .orElseThrow(() -> MetaAgentException.invalid("resumeFrom", "is a cursor of a frame"));
  }
}
