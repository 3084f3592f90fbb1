/// What the read side answers, asked of a real database.
@NullMarked
package dev.metaagent.observe.query;

import org.jspecify.annotations.NullMarked;
