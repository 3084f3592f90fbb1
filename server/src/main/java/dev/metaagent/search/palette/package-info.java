/// One search over everything that has a name.
@NullMarked
package dev.metaagent.search.palette;

import org.jspecify.annotations.NullMarked;
