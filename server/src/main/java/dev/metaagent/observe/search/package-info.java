/// Keeps the words of ended executions, so that they can be searched.
@NullMarked
package dev.metaagent.observe.search;

import org.jspecify.annotations.NullMarked;
