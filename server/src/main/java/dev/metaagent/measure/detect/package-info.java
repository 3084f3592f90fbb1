/// Detectors of what is wrong with an agent, and since when: pure functions of a series, objectives
/// and the time. They return data, not sentences, and hold no state.
@NullMarked
package dev.metaagent.measure.detect;

import org.jspecify.annotations.NullMarked;
