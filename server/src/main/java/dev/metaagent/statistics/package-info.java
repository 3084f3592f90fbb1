/// The one definition of each number that is more than a sum: a rate and its interval, a difference
/// of rates, a quantile, a quantile sketch, a change point. Pure functions; each states its
/// formula, its source, its units and its error.
@NullMarked
@ApplicationModule(allowedDependencies = {})
package dev.metaagent.statistics;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
