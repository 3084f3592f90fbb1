/// Rows for live subscriptions: those that a batch changed, and the newest.
@NullMarked
package dev.metaagent.search.watch;

import org.jspecify.annotations.NullMarked;
