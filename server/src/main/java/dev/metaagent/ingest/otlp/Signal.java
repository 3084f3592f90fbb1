package dev.metaagent.ingest.otlp;

/** The kinds of OTLP request that are stored. */
public enum Signal {
  TRACES,
  LOGS
}
