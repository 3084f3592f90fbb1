/// Tests of the intake: what is stored, whatever the order of arrival.
@NullMarked
package dev.metaagent.executions;

import org.jspecify.annotations.NullMarked;
