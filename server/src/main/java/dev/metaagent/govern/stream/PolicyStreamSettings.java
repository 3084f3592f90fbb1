package dev.metaagent.govern.stream;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// Limits of open streams on one node, which all together take half of its connections at most.
///
/// @param perOrganization of one organization (METAAGENT_POLICY_STREAMS_PER_ORGANIZATION)
/// @param perKey of one API key, or of one person (METAAGENT_POLICY_STREAMS_PER_KEY)
@ConfigurationProperties("metaagent.policy-streams")
record PolicyStreamSettings(
    @DefaultValue("1000") int perOrganization, @DefaultValue("500") int perKey) {}
