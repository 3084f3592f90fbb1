/// Prices in Settings: which models have none, what an organization pays itself, and calls that are
/// priced later.
@NullMarked
package dev.metaagent.observe.pricing;

import org.jspecify.annotations.NullMarked;
