/// The event log and its consumers.
@NullMarked
package dev.metaagent.events;

import org.jspecify.annotations.NullMarked;
