/// Tests of what a request asks for.
@NullMarked
package dev.metaagent.search.filter;

import org.jspecify.annotations.NullMarked;
