/// How long an organization keeps what it has, where that is shorter than the installation does.
@NullMarked
package dev.metaagent.observe.retention;

import org.jspecify.annotations.NullMarked;
