/// Saved views of lists.
@NullMarked
package dev.metaagent.search.views;

import org.jspecify.annotations.NullMarked;
