package dev.metaagent.ingest.json;

import dev.metaagent.access.BytesInFlight;
import dev.metaagent.access.RecentAttempts;
import dev.metaagent.ingest.IngestSettings;
import dev.metaagent.ingest.otlp.BoundedBody;
import dev.metaagent.ingest.otlp.DecodedSize;
import dev.metaagent.ingest.otlp.TooLargeException;
import dev.metaagent.ingest.otlp.UndecodableException;
import dev.metaagent.kernel.ErrorCode;
import dev.metaagent.kernel.MetaAgentException;
import dev.metaagent.kernel.StorableJson;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Reads the body of a JSON endpoint: one object, a list of objects, or an object with such a list;
/// gzip or plain, with the size limits of telemetry.
@Component
class JsonBody {

  /// The most documents of one request.
  static final int MOST = 1_000;

  /// The documents of a request.
  ///
  /// @param many whether a list was sent, so that problems include the index
  record Documents(List<JsonNode> all, boolean many) {

    /// The path of a field of one document; an empty one is the document itself.
    String at(int index, String field) {
      String document = many ? "[" + index + "]" : "";
      return document.isEmpty() || field.isEmpty() ? document + field : document + "." + field;
    }
  }

  private final BoundedBody limited;
  private final JsonMapper json;

  JsonBody(IngestSettings settings) {
    this.limited = new BoundedBody(settings.maxRequest().toBytes());
    this.json =
        JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
  }

  /// @param list the name of the list in an object that holds one
  /// @throws MetaAgentException when the body is not such JSON, or too large
  Documents read(HttpServletRequest request, String list) {
    try {
      return documents(request, list);
    } catch (MetaAgentException e) {
      request.setAttribute(RecentAttempts.PROBLEM, String.valueOf(e.getMessage()));
      throw e;
    }
  }

  private Documents documents(HttpServletRequest request, String list) {
    JsonNode body = body(request);
    JsonNode inner = body.isObject() && body.get(list) != null ? body.get(list) : body;
    if (inner.isObject()) {
      return new Documents(List.of(inner), false);
    }
    if (!inner.isArray()) {
      throw invalid("Send one JSON object, or a list of them.");
    }
    if (inner.isEmpty() || inner.size() > MOST) {
      throw invalid(
          "A request holds 1 to " + MOST + " " + list + "; this one holds " + inner.size() + ".");
    }
    return new Documents(new ArrayList<>(inner.values()), true);
  }

  private JsonNode body(HttpServletRequest request) {
    try {
      BytesInFlight.Share share = BytesInFlight.of(request);
      byte[] bytes =
          limited.read(
              request.getInputStream(), request.getHeader("Content-Encoding"), share::take);
      share.take(DecodedSize.ofJson(bytes));
      JsonNode body = json.readTree(bytes);
      if (body == null || body.isMissingNode()) {
        throw invalid("The body is empty.");
      }
      return StorableJson.of(body);
    } catch (JacksonException e) {
      var place = e.getLocation();
      throw invalid(
          place == null
              ? "The body is not JSON."
              : "The body is not JSON: line %d, column %d."
                  .formatted(place.getLineNr(), place.getColumnNr()));
    } catch (UndecodableException e) {
      throw invalid(String.valueOf(e.getMessage()));
    } catch (TooLargeException e) {
      throw new MetaAgentException(ErrorCode.PAYLOAD_TOO_LARGE, e.getMessage() + ".");
    } catch (IOException e) {
      throw invalid("The body ended early.");
    }
  }

  private static MetaAgentException invalid(String sentence) {
    return new MetaAgentException(ErrorCode.INVALID_REQUEST, sentence);
  }
}
