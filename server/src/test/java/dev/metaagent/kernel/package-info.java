/// Tests of the kernel module.
@NullMarked
package dev.metaagent.kernel;

import org.jspecify.annotations.NullMarked;
