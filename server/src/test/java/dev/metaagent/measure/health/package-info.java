@NullMarked
package dev.metaagent.measure.health;

import org.jspecify.annotations.NullMarked;
