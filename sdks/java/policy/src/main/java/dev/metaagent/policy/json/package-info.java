/// JSON as plain values: maps, lists, texts, numbers, booleans, null. Reading, writing, canonical
/// form.
@NullMarked
package dev.metaagent.policy.json;

import org.jspecify.annotations.NullMarked;
