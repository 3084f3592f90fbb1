package dev.metaagent.live.channel;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/// Every channel of every source.
@Component
public class Channels {

  private final List<Channel> all;

  Channels(List<Source> sources) {
    this.all = sources.stream().<Channel>flatMap(source -> source.channels().stream()).toList();
  }

  public Optional<Topic> topic(String name) {
    return all.stream().flatMap(channel -> channel.topic(name).stream()).findFirst();
  }

  /// The names of topics, for messages.
  public String forms() {
    return all.stream().map(Channel::form).sorted().collect(Collectors.joining(", "));
  }
}
