/**
 * Understands what a span or log record of any convention says, in MetaAgent's own words.
 *
 * <p>{@code AttributeNames} is the table of names, {@code SpanRoles} the table of kinds. A new
 * convention is added there and nowhere else; {@code protocol/telemetry-mapping.md} documents both.
 */
@NullMarked
package dev.metaagent.observe.mapping;

import org.jspecify.annotations.NullMarked;
