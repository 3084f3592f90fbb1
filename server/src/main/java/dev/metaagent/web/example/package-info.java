/// The organization of the example fleet: created on request, and removed with all its data.
@NullMarked
package dev.metaagent.web.example;

import org.jspecify.annotations.NullMarked;
