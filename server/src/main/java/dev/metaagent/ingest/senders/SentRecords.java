package dev.metaagent.ingest.senders;

import java.util.UUID;

/// What the headers of a request say about its records.
///
/// @param instance the process that made them, which need not be the one that sends them
/// @param sdk the language and version of the sender
/// @param first number of the first record
/// @param last number of the last record
/// @param dropped records that the process dropped since it started
public record SentRecords(UUID instance, String sdk, long first, long last, long dropped) {}
