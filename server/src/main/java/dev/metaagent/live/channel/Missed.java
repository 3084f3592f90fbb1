package dev.metaagent.live.channel;

import java.util.List;

/// What was committed while a client was disconnected, oldest first.
public record Missed(List<Batch> batches) {}
