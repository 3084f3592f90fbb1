package dev.metaagent.kernel;

import java.util.UUID;
import java.util.random.RandomGenerator;

/// The tenant that owns a row: every table of the product carries one.
public record OrganizationId(UUID value) {

  /// The organization of local mode.
  public static final OrganizationId LOCAL =
      new OrganizationId(UUID.fromString("00000000-0000-7000-8000-000000000001"));

  /// Ids of organizations that hold the example fleet begin with this, and no others do.
  private static final long EXAMPLES = OrganizationId.LOCAL.value.getMostSignificantBits();

  private static final long FIRST_EXAMPLE = 0x8000_E000_0000_0000L;
  private static final long AFTER_EXAMPLES = 0x8000_F000_0000_0000L;

  /// A new id for an example fleet.
  public static OrganizationId example(RandomGenerator random) {
    return new OrganizationId(new UUID(EXAMPLES, random.nextLong(FIRST_EXAMPLE, AFTER_EXAMPLES)));
  }

  public static OrganizationId parse(String text) {
    return new OrganizationId(UUID.fromString(text));
  }

  /// Whether it holds the example fleet, which may be removed with everything in it.
  public boolean isExample() {
    long low = value.getLeastSignificantBits();
    return value.getMostSignificantBits() == EXAMPLES
        && low >= FIRST_EXAMPLE
        && low < AFTER_EXAMPLES;
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
