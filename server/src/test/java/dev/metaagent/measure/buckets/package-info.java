@NullMarked
package dev.metaagent.measure.buckets;

import org.jspecify.annotations.NullMarked;
