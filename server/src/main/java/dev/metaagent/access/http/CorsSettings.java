package dev.metaagent.access.http;

import java.util.List;
import java.util.regex.Pattern;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// Origins whose pages may call the API from another site (CORS).
///
/// @param origins exact origins, such as `https://tools.example` (METAAGENT_CORS_ORIGINS); none by
///   default
@ConfigurationProperties("metaagent.access.cors")
record CorsSettings(@DefaultValue List<String> origins) {

  private static final Pattern ORIGIN = Pattern.compile("https?://[^/?#*@\\s]+");

  CorsSettings {
    origins = origins.stream().map(String::strip).filter(origin -> !origin.isEmpty()).toList();
    for (String origin : origins) {
      if (!ORIGIN.matcher(origin).matches()) {
        throw new IllegalArgumentException(
            "METAAGENT_CORS_ORIGINS lists exact origins such as https://tools.example, not "
                + origin);
      }
    }
  }

  boolean allows(String origin) {
    return origins.contains(origin);
  }
}
