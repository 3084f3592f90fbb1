package dev.metaagent.live;

import dev.metaagent.kernel.MetaAgentException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// The frames of `protocol/live.schema.json`. What many clients get alike is written once and only
/// put together here, so a frame is made of JSON texts; it lacks its cursor until it is sent.
final class Frames {

  private static final JsonMapper JSON = JsonMapper.shared();

  private Frames() {}

  /// @param cursor null before anything is watched
  static String withCursor(@Nullable String cursor, String frame) {
    String text = cursor == null ? "null" : "\"" + cursor + "\"";
    return "{\"cursor\":" + text + "," + frame.substring(1);
  }

  static String welcome(String organization, long heartbeatMs, Instant at) {
    return "{\"type\":\"welcome\",\"organization\":%s,\"heartbeatMs\":%d,\"at\":%s}"
        .formatted(text(organization), heartbeatMs, text(at.toString()));
  }

  static String heartbeat(Instant at) {
    return "{\"type\":\"heartbeat\",\"at\":" + text(at.toString()) + "}";
  }

  static String snapshot(Topic topic, boolean gap, String field, String json) {
    return "{\"type\":\"snapshot\",\"topic\":%s,\"gap\":%s,\"%s\":%s}"
        .formatted(text(topic.name()), gap, field, json);
  }

  static String resumedTail(List<String> actions, long more) {
    return "{\"type\":\"resumed\",\"topic\":\"tail\",\"actions\":%s,\"more\":%d}"
        .formatted(list(actions), more);
  }

  static String resumedRuns(List<String> executions, long more, List<String> gone) {
    return "{\"type\":\"resumed\",\"topic\":\"runs\",\"executions\":%s,\"more\":%d,\"gone\":%s}"
        .formatted(list(executions), more, texts(gone));
  }

  static String health(Collection<String> agents, Collection<String> gone) {
    return "{\"type\":\"health\",\"agents\":%s,\"gone\":%s}".formatted(list(agents), texts(gone));
  }

  static String status(Collection<String> changes) {
    return "{\"type\":\"status\",\"changes\":" + list(changes) + "}";
  }

  static String statusOf(String id, String name, String status, String reason) {
    return "{\"id\":%s,\"name\":%s,\"status\":%s,\"reason\":%s}"
        .formatted(text(id), text(name), text(status), text(reason));
  }

  static String change(String id, String name, String from, String to, String reason, Instant at) {
    return "{\"agent\":{\"id\":%s,\"name\":%s},\"from\":%s,\"to\":%s,\"reason\":%s,\"at\":%s}"
        .formatted(text(id), text(name), text(from), text(to), text(reason), text(at.toString()));
  }

  static String tail(Collection<String> actions, long more) {
    return "{\"type\":\"tail\",\"actions\":%s,\"more\":%d}".formatted(list(actions), more);
  }

  static String runs(Collection<String> executions, long more, Collection<String> gone) {
    return "{\"type\":\"runs\",\"executions\":%s,\"more\":%d,\"gone\":%s}"
        .formatted(list(executions), more, texts(gone));
  }

  /// @param execution null once it was erased
  static String execution(Topic.One topic, @Nullable String execution) {
    return "{\"type\":\"execution\",\"topic\":%s,\"execution\":%s}"
        .formatted(text(topic.name()), execution == null ? "null" : execution);
  }

  static String notice(String code, String message) {
    return "{\"type\":\"notice\",\"code\":%s,\"message\":%s}".formatted(text(code), text(message));
  }

  static String error(MetaAgentException e) {
    return "{\"type\":\"error\",\"code\":%s,\"message\":%s,\"errors\":%s}"
        .formatted(
            text(e.code().wire()),
            text(String.valueOf(e.getMessage())),
            JSON.writeValueAsString(e.errors()));
  }

  static String list(Collection<String> json) {
    return "[" + String.join(",", json) + "]";
  }

  private static String texts(Collection<String> texts) {
    return list(texts.stream().map(Frames::text).toList());
  }

  private static String text(String text) {
    return JSON.writeValueAsString(text);
  }
}
