@NullMarked
package dev.metaagent.client;

import org.jspecify.annotations.NullMarked;
