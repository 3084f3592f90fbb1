/// What executions were about and what broke in them, in plain words.
@NullMarked
package dev.metaagent.search.describe;

import org.jspecify.annotations.NullMarked;
