package dev.metaagent.kernel;

/// An organization by id and name.
public record OrganizationRef(String id, String name) {}
