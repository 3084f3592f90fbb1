@NullMarked
package dev.metaagent.policy;

import org.jspecify.annotations.NullMarked;
