/// Tests that run the examples of the repository against a real server.
@NullMarked
package dev.metaagent.examples;

import org.jspecify.annotations.NullMarked;
