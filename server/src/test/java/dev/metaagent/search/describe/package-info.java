/// Tests of what executions say in plain words.
@NullMarked
package dev.metaagent.search.describe;

import org.jspecify.annotations.NullMarked;
