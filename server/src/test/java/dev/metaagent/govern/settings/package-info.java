@NullMarked
package dev.metaagent.govern.settings;

import org.jspecify.annotations.NullMarked;
