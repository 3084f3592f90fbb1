package dev.metaagent.conventions;

import com.google.protobuf.ByteString;
import dev.metaagent.conventions.attributes.Field;
import dev.metaagent.conventions.attributes.MetadataJson;
import dev.metaagent.conventions.attributes.SpanFacts;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.resource.v1.Resource;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/** Reads log records: what they are called, what they belong to, and what they add to it. */
public final class LogMapping {
  private LogMapping() {}

  /** One record in MetaAgent's words. */
  public static MappedLog map(Resource resource, InstrumentationScope scope, LogRecord log) {
    SpanFacts facts = new SpanFacts(log.getAttributesList());
    MetadataJson.read(facts);
    ByteString trace = log.getTraceId();
    boolean traced = trace.size() == 16;
    return new MappedLog(
        rowId(log),
        traced ? SpanMapping.id(trace.substring(0, 8)) : 0,
        traced ? SpanMapping.id(trace.substring(8)) : 0,
        SpanMapping.id(log.getSpanId()),
        time(log),
        eventName(log),
        ResourceFacts.of(resource).with(facts, facts.text(Field.AGENT_NAME), scope.getName()),
        hasContent(log));
  }

  /** The event's name, from the field or from the older attribute. */
  static String eventName(LogRecord log) {
    if (!log.getEventName().isEmpty()) {
      return log.getEventName();
    }
    for (KeyValue attribute : log.getAttributesList()) {
      if (attribute.getKey().equals("event.name")) {
        return attribute.getValue().getStringValue();
      }
    }
    return "";
  }

  static long time(LogRecord log) {
    return log.getTimeUnixNano() == 0 ? log.getObservedTimeUnixNano() : log.getTimeUnixNano();
  }

  private static boolean hasContent(LogRecord log) {
    return eventName(log).startsWith("gen_ai.");
  }

  /** A hash of trace, span, time, name, body and attributes. */
  private static UUID rowId(LogRecord log) {
    MessageDigest digest = sha256();
    digest.update(log.getTraceId().toByteArray());
    digest.update(log.getSpanId().toByteArray());
    digest.update(ByteBuffer.allocate(Long.BYTES).putLong(0, time(log)).array());
    digest.update(eventName(log).getBytes(StandardCharsets.UTF_8));
    digest.update(log.getBody().toByteArray());
    for (KeyValue attribute : log.getAttributesList()) {
      digest.update(attribute.toByteArray());
    }
    ByteBuffer hash = ByteBuffer.wrap(digest.digest());
    return new UUID(hash.getLong(), hash.getLong());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }
}
