package dev.metaagent.sdk.internal.policies;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventParserTest {

  private static List<EventParser.Event> parse(String stream) {
    List<EventParser.Event> events = new ArrayList<>();
    EventParser parser = new EventParser(events::add);
    stream.lines().forEach(parser::line);
    return events;
  }

  @Test
  void eventsHaveIdTypeAndData() {
    assertThat(parse("id: 7\nevent: policy\ndata: {\ndata: }\n\n: comment\n\nevent:ping\n\n"))
        .containsExactly(
            new EventParser.Event("7", "policy", "{\n}"), new EventParser.Event("7", "ping", ""));
  }

  @Test
  void anEventThatIsCutOffIsNone() {
    assertThat(parse("event: policy\ndata: {}")).isEmpty();
  }
}
