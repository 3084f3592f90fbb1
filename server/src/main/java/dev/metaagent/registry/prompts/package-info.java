/// Prompts under version control: created, read, and labelled with what is in use.
@NullMarked
package dev.metaagent.registry.prompts;

import org.jspecify.annotations.NullMarked;
