package dev.metaagent.bench.traffic;

/// One request to an OTLP endpoint.
///
/// @param body as sent
/// @param actions spans in it
/// @param first number of its first trace in the load
/// @param traces traces it has spans of
/// @param part which request of its trace it is, from 0
/// @param last whether no later request has spans of its trace
public record Request(byte[] body, int actions, long first, int traces, int part, boolean last) {}
