/// The full-text index of ended executions.
@NullMarked
package dev.metaagent.search.words;

import org.jspecify.annotations.NullMarked;
