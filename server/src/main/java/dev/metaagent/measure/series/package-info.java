/// Numbers over time, read from buckets.
@NullMarked
package dev.metaagent.measure.series;

import org.jspecify.annotations.NullMarked;
