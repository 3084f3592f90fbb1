/// Filters for executions and actions, and the SQL that answers them: positions (keyset paging),
/// candidates of one index, rows.
@NullMarked
package dev.metaagent.search.query;

import org.jspecify.annotations.NullMarked;
