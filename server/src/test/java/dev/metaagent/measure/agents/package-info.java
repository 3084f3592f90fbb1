@NullMarked
package dev.metaagent.measure.agents;

import org.jspecify.annotations.NullMarked;
