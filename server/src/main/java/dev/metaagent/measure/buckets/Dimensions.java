package dev.metaagent.measure;

/// What a bucket of one agent is told apart by; "" means not known.
record Dimensions(
    String version, String promptName, String promptVersion, String model, String environment)
    implements Comparable<Dimensions> {

  @Override
  public int compareTo(Dimensions other) {
    return java.util.Comparator.comparing(Dimensions::version)
        .thenComparing(Dimensions::promptName)
        .thenComparing(Dimensions::promptVersion)
        .thenComparing(Dimensions::model)
        .thenComparing(Dimensions::environment)
        .compare(this, other);
  }
}
