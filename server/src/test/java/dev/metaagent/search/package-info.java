/// What the read side answers, asked of a real database.
@NullMarked
package dev.metaagent.search;

import org.jspecify.annotations.NullMarked;
