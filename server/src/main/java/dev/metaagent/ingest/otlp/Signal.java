package dev.metaagent.ingest.otlp;

/** The kinds of OTLP request. Metrics are accepted and not stored. */
public enum Signal {
  TRACES("spans", "rejectedSpans"),
  LOGS("log records", "rejectedLogRecords"),
  METRICS("metrics", "rejectedDataPoints");

  private final String records;
  private final String rejected;

  Signal(String records, String rejected) {
    this.records = records;
    this.rejected = rejected;
  }

  /** What its records are called. */
  public String records() {
    return records;
  }

  /** The field of a JSON answer that counts rejected ones. */
  String rejected() {
    return rejected;
  }
}
