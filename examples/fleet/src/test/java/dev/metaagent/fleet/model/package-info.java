/// Tests of the package of the same name.
@NullMarked
package dev.metaagent.fleet.model;

import org.jspecify.annotations.NullMarked;
