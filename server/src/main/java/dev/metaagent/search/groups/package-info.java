/// Executions of a filter, grouped by one of their properties.
@NullMarked
package dev.metaagent.search.groups;

import org.jspecify.annotations.NullMarked;
