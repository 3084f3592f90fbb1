/// Two versions of an agent side by side.
@NullMarked
package dev.metaagent.measure.compare;

import org.jspecify.annotations.NullMarked;
