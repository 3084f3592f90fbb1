/// The consumers of the event log: a thread and a cursor for each, its transactions and metrics,
/// and the retention of entries that all have read.
@NullMarked
package dev.metaagent.events.consumer;

import org.jspecify.annotations.NullMarked;
