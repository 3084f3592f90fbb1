package dev.metaagent.web;

import dev.metaagent.kernel.ExecutionId;
import dev.metaagent.kernel.OrganizationId;
import dev.metaagent.kernel.TraceId;
import java.util.function.Function;
import org.springframework.context.annotation.Configuration;
import org.springframework.format.FormatterRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/// How ids of the kernel are read from paths and queries. An agent is read by its registry, since a
/// name does as well.
@Configuration(proxyBeanMethods = false)
class WebConfiguration implements WebMvcConfigurer {

  @Override
  public void addFormatters(FormatterRegistry registry) {
    register(registry, ExecutionId.class, ExecutionId::parse);
    register(registry, OrganizationId.class, OrganizationId::parse);
    register(registry, TraceId.class, TraceId::parse);
  }

  private static <T> void register(
      FormatterRegistry registry, Class<T> type, Function<String, T> parse) {
    registry.addConverter(String.class, type, parse::apply);
  }
}
