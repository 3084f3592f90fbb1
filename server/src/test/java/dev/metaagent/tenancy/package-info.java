/// Tests of the tenancy module.
@NullMarked
package dev.metaagent.tenancy;

import org.jspecify.annotations.NullMarked;
