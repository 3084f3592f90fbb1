/// Reads the attributes of a span: the names that conventions use for one field, and their values.
@NullMarked
package dev.metaagent.conventions.attributes;

import org.jspecify.annotations.NullMarked;
