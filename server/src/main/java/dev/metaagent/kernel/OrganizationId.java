package dev.metaagent.kernel;

import java.util.UUID;

/// The tenant that owns a row: every table of the product carries one.
public record OrganizationId(UUID value) {

  /// The organization of local mode.
  public static final OrganizationId LOCAL =
      new OrganizationId(UUID.fromString("00000000-0000-7000-8000-000000000001"));

  public static OrganizationId parse(String text) {
    return new OrganizationId(UUID.fromString(text));
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
