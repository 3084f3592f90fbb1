package dev.metaagent.live.channel;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One kind of topic: its name, its snapshot, its missed rows, and its frames. Changes come from
/// its {@link Source}.
public interface Channel {

  /// The form of the names of its topics, e.g. `executions:<id>`.
  String form();

  /// The topic of a name; empty for a name of another channel. Unless overridden, the channel has
  /// one topic, whose name is the form.
  default Optional<Topic> topic(String name) {
    return name.equals(form()) ? Optional.of(new Topic(name, this)) : Optional.empty();
  }

  Pace pace();

  /// The largest number of rows in one frame. Beyond it, the newest are kept and the others
  /// counted.
  int limit();

  /// The current rows of the organization in scope.
  ///
  /// @param gap whether earlier changes are missing
  Frame snapshot(Subscription subscription, boolean gap);

  /// The changes after the position of the subscription, for the organization in scope.
  ///
  /// @return null when the topic is state: its snapshot is complete
  default @Nullable Frame since(Subscription subscription, Missed missed) {
    return null;
  }

  /// A frame of changes.
  Frame frame(Topic topic, Update update);
}
