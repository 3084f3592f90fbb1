@NullMarked
package dev.metaagent.statistics;

import org.jspecify.annotations.NullMarked;
