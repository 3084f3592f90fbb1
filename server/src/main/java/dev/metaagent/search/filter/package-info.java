/// What a request asks for: its parameters, and the filters that they are.
@NullMarked
package dev.metaagent.search.filter;

import org.jspecify.annotations.NullMarked;
