@NullMarked
package dev.metaagent.sdk;

import org.jspecify.annotations.NullMarked;
