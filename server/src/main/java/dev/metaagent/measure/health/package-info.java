/// The health of an agent over the last minute, five minutes and hour, and its status against its
/// objectives.
@NullMarked
package dev.metaagent.measure.health;

import org.jspecify.annotations.NullMarked;
