/// Where the time of an agent's runs goes.
@NullMarked
package dev.metaagent.measure.latency;

import org.jspecify.annotations.NullMarked;
