/// Tests that keep documents true to the code.
@NullMarked
package dev.metaagent.documents;

import org.jspecify.annotations.NullMarked;
