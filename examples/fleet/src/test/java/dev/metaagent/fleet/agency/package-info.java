/// Tests of the package of the same name.
@NullMarked
package dev.metaagent.fleet.agency;

import org.jspecify.annotations.NullMarked;
