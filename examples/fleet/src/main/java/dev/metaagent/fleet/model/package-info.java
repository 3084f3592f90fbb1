/// A simulated language model. What it answers, how often it strays, how long it takes and how many
/// tokens it uses follow from the text of the prompt, the model that is asked for and the input.
@NullMarked
package dev.metaagent.fleet.model;

import org.jspecify.annotations.NullMarked;
