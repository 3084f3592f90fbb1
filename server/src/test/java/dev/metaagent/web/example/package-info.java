/// Tests of the example organization.
@NullMarked
package dev.metaagent.web.example;

import org.jspecify.annotations.NullMarked;
