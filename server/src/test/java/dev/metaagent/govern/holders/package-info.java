@NullMarked
package dev.metaagent.govern.holders;

import org.jspecify.annotations.NullMarked;
