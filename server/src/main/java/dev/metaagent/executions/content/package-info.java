/// The stored form of content: text that PostgreSQL accepts, compressed.
@NullMarked
package dev.metaagent.executions.content;

import org.jspecify.annotations.NullMarked;
