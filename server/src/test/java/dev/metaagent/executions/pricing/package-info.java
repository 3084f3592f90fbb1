/// Prices of an organization, watched on a running server.
@NullMarked
package dev.metaagent.executions.pricing;

import org.jspecify.annotations.NullMarked;
