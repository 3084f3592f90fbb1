package dev.metaagent.live.channel;

/// A topic: its name, and the channel that serves it.
public record Topic(String name, Channel channel) {}
