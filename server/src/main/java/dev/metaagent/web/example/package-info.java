/// The organization of the example fleet: made on request, and removed with everything in it.
@NullMarked
package dev.metaagent.web.example;

import org.jspecify.annotations.NullMarked;
