package dev.metaagent.sdk.boot;

import dev.metaagent.policy.FailMode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/// Properties `metaagent.*`. What is not set comes from the environment variables of the SDK.
///
/// @param url address of the server
/// @param key API key with the scope agent
/// @param agent name of the agent that the application is; with it, chats of Spring AI are its
///   executions, and its tools are asked for
/// @param enabled false: nothing is sent, nothing is governed
/// @param durable whether what is not sent yet lies on disk
/// @param content whether inputs and outputs are sent
/// @param withoutPolicy whether agents run without any policy
/// @param policyWait how long a first run waits for its first policy
/// @param policyPublicKeys keys that sign policies, in base64url
/// @param data folder of policies and of the durable log
@ConfigurationProperties("metaagent")
public record MetaAgentProperties(
    @Nullable String url,
    @Nullable String key,
    @Nullable String agent,
    @Nullable Boolean enabled,
    @Nullable Boolean durable,
    @Nullable Boolean content,
    @Nullable FailMode withoutPolicy,
    @Nullable Duration policyWait,
    @Nullable List<String> policyPublicKeys,
    @Nullable Path data) {}
