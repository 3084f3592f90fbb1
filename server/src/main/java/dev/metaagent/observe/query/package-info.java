/// What was recorded, asked: lists of executions and actions, one of them with its content,
/// sessions, dependencies and saved views.
@NullMarked
package dev.metaagent.observe.query;

import org.jspecify.annotations.NullMarked;
