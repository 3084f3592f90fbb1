/// Tests of the package of the same name.
@NullMarked
package dev.metaagent.fleet;

import org.jspecify.annotations.NullMarked;
