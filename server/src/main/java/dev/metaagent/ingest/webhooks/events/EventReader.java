package dev.metaagent.ingest.webhooks.events;

import tools.jackson.databind.JsonNode;

/// Reads the events of one kind of sender.
public sealed interface EventReader permits N8nEvents, ColdForgeEvents, AgencyPmEvents, Mapping {

  MappedEvents read(JsonNode body);
}
