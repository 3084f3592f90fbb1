/// Tests of comparing two versions.
@NullMarked
package dev.metaagent.measure.compare;

import org.jspecify.annotations.NullMarked;
