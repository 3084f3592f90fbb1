package dev.metaagent.live;

import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/// The committed schema of the live protocol.
public final class Schema {

  static final Path PROTOCOL =
      Stream.iterate(Path.of("").toAbsolutePath(), Objects::nonNull, Path::getParent)
          .filter(folder -> Files.exists(folder.resolve(".mvn")))
          .findFirst()
          .orElseThrow()
          .resolve("protocol");

  private static final JsonSchema FROM_CLIENT = schema("fromClient");
  private static final JsonSchema FROM_SERVER = schema("fromServer");

  private Schema() {}

  private static JsonSchema schema(String part) {
    try {
      String text = Files.readString(PROTOCOL.resolve("live.schema.json"));
      String own =
          text.replace(
              "\"oneOf\": [{ \"$ref\": \"#/$defs/fromClient\" }, { \"$ref\": \"#/$defs/fromServer\""
                  + " }]",
              "\"$ref\": \"#/$defs/" + part + "\"");
      if (own.equals(text)) {
        throw new IllegalStateException("the schema has another beginning");
      }
      return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(own);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// What is wrong with a message of a client.
  static List<String> problemsOfAsk(String json) {
    return problems(FROM_CLIENT, json);
  }

  /// What is wrong with a frame.
  public static List<String> problemsOfFrame(String json) {
    return problems(FROM_SERVER, json);
  }

  private static List<String> problems(JsonSchema schema, String json) {
    return schema.validate(json, InputFormat.JSON).stream().map(Object::toString).toList();
  }
}
