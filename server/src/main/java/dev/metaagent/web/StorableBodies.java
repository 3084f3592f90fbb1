package dev.metaagent.web;

import dev.metaagent.kernel.StorableText;
import org.springframework.boot.http.converter.autoconfigure.ServerHttpMessageConvertersCustomizer;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.converter.HttpMessageConverters;
import org.springframework.http.converter.json.JacksonJsonHttpMessageConverter;
import org.springframework.stereotype.Component;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.KeyDeserializer;
import tools.jackson.databind.deser.jdk.StringDeserializer;
import tools.jackson.databind.deser.std.StdScalarDeserializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;

/// Request bodies of the API hold only text that can be stored; other text is refused by the name
/// of its field. Telemetry, whose sender cannot correct it, is cleaned instead.
@Component
@Order(Ordered.LOWEST_PRECEDENCE)
class StorableBodies implements ServerHttpMessageConvertersCustomizer {

  private final JsonMapper checking;

  StorableBodies(JsonMapper json) {
    SimpleModule module =
        new SimpleModule("storable-text")
            .addDeserializer(String.class, new Values())
            .addKeyDeserializer(String.class, new Names());
    this.checking = json.rebuild().addModule(module).build();
  }

  @Override
  public void customize(HttpMessageConverters.ServerBuilder converters) {
    converters.withJsonConverter(new JacksonJsonHttpMessageConverter(checking));
  }

  private static final class Values extends StdScalarDeserializer<String> {

    Values() {
      super(String.class);
    }

    @Override
    public String deserialize(JsonParser parser, DeserializationContext context) {
      String text = StringDeserializer.instance.deserialize(parser, context);
      if (text != null && !StorableText.is(text)) {
        throw new UnstorableText(parser);
      }
      return text;
    }
  }

  private static final class Names extends KeyDeserializer {

    @Override
    public Object deserializeKey(String name, DeserializationContext context) {
      if (!StorableText.is(name)) {
        throw new UnstorableText(context.getParser());
      }
      return name;
    }
  }
}
