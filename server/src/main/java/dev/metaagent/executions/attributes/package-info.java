/// The attribute keys that an organization declared, so that runs are found by their values.
@NullMarked
package dev.metaagent.executions.attributes;

import org.jspecify.annotations.NullMarked;
