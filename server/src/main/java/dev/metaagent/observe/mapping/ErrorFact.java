package dev.metaagent.observe.mapping;

import org.jspecify.annotations.Nullable;

/**
 * Why an action failed.
 *
 * @param type a class or code, without package noise
 * @param message its first line, at most 500 characters
 */
public record ErrorFact(@Nullable String type, @Nullable String message) {}
