package dev.metaagent.events;

import dev.metaagent.kernel.OrganizationId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// One entry of the event log: events of one kind that one transaction committed for one
/// organization.
///
/// @param part which event of the entry this is; -1 for all of them
/// @param type the type of its events
///
/// @param version the version of their JSON
/// @param payload a JSON array with one element for each event
public record LogEntry(
    OrganizationId organization,
    LogPosition position,
    int part,
    Instant recordedAt,
    String type,
    int version,
    String payload) {

  /// The part of an entry that holds all of its events.
  public static final int WHOLE = -1;

  /// One entry for each of its events; empty when it has one event only, or no JSON array.
  public List<LogEntry> events(JsonMapper json) {
    if (part != WHOLE) {
      return List.of();
    }
    try {
      JsonNode array = json.readTree(payload);
      if (!array.isArray() || array.size() < 2) {
        return List.of();
      }
      List<LogEntry> events = new ArrayList<>();
      for (int i = 0; i < array.size(); i++) {
        events.add(
            new LogEntry(
                organization, position, i, recordedAt, type, version, "[" + array.get(i) + "]"));
      }
      return events;
    } catch (JacksonException e) {
      return List.of();
    }
  }
}
