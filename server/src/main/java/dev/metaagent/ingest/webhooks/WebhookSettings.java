package dev.metaagent.ingest.webhooks;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/// Settings of signed webhooks.
///
/// @param window how far the time of a signature may be from now; within it no signature is
///   accepted twice (METAAGENT_WEBHOOK_WINDOW)
/// @param maxBody largest body (METAAGENT_MAX_WEBHOOK)
@ConfigurationProperties("metaagent.webhooks")
record WebhookSettings(
    @DefaultValue("5m") Duration window, @DefaultValue("16MB") DataSize maxBody) {}
