@NullMarked
package dev.metaagent.govern.tools;

import org.jspecify.annotations.NullMarked;
