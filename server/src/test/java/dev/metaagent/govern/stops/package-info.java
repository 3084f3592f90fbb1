@NullMarked
package dev.metaagent.govern.stops;

import org.jspecify.annotations.NullMarked;
