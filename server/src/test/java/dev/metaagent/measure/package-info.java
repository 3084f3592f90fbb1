/// Tests of measuring against a real database.
@NullMarked
package dev.metaagent.measure;

import org.jspecify.annotations.NullMarked;
