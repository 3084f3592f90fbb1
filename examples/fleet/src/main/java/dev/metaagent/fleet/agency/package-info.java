/// An agency that finds customers for installers: its six agents, their prompts, their tools, their
/// leads, and what has changed over time.
@NullMarked
package dev.metaagent.fleet.agency;

import org.jspecify.annotations.NullMarked;
