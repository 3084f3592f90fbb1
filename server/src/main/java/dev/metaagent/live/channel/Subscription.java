package dev.metaagent.live.channel;

/// The subscription of one client to one topic.
///
/// @param after changes up to here are not sent: the client has them
public record Subscription(Topic topic, Filter filter, LogOffset after) {}
