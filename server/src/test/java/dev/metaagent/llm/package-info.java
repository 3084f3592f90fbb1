/// Prices, checked against examples of the providers.
@NullMarked
package dev.metaagent.llm;

import org.jspecify.annotations.NullMarked;
