@NullMarked
package dev.metaagent.host;

import org.jspecify.annotations.NullMarked;
