package dev.metaagent.fleet.agency;

/// One piece of work for an agent.
///
/// @param number unlike that of any other task of the same seed
public record Task(Role role, long number, Lead lead, String input) {}
