package dev.metaagent.observe.webhooks;

import tools.jackson.databind.JsonNode;

/// Understands the events of one kind of sender.
sealed interface EventReader permits N8nEvents, ColdForgeEvents, AgencyPmEvents, Mapping {

  Understood read(JsonNode body);
}
