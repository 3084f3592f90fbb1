/// The retention of an organization, where it is shorter than that of the installation.
@NullMarked
package dev.metaagent.executions.retention;

import org.jspecify.annotations.NullMarked;
