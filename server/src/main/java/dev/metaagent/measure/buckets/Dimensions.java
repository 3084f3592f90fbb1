package dev.metaagent.measure.buckets;

/// The dimensions of buckets of one agent; "" means not known.
///
/// @param arm of an experiment, "" for none
public record Dimensions(
    String version,
    String promptName,
    String promptVersion,
    String model,
    String environment,
    String arm)
    implements Comparable<Dimensions> {

  static final Dimensions UNKNOWN = new Dimensions("", "", "", "", "", "");

  @Override
  public int compareTo(Dimensions other) {
    return java.util.Comparator.comparing(Dimensions::version)
        .thenComparing(Dimensions::promptName)
        .thenComparing(Dimensions::promptVersion)
        .thenComparing(Dimensions::model)
        .thenComparing(Dimensions::environment)
        .thenComparing(Dimensions::arm)
        .compare(this, other);
  }
}
