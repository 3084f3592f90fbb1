package dev.metaagent.web;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// The version of this build.
@Component
class Version {

  private static final String UNPACKED = "development";

  String number() {
    @Nullable String built = Version.class.getPackage().getImplementationVersion();
    return built == null ? UNPACKED : built;
  }
}
