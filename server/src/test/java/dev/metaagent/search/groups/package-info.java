/// Tests of groups of executions.
@NullMarked
package dev.metaagent.search.groups;

import org.jspecify.annotations.NullMarked;
