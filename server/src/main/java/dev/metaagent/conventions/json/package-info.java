/// Reads JSON in attribute values, through the envelopes that frameworks wrap around it.
@NullMarked
package dev.metaagent.conventions.json;

import org.jspecify.annotations.NullMarked;
