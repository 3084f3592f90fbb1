/// What is found, what is replaced, and how fast.
@NullMarked
package dev.metaagent.privacy;

import org.jspecify.annotations.NullMarked;
