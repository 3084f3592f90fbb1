@NullMarked
package dev.metaagent.measure.detect;

import org.jspecify.annotations.NullMarked;
