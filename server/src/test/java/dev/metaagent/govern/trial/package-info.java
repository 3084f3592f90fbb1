@NullMarked
package dev.metaagent.govern.trial;

import org.jspecify.annotations.NullMarked;
