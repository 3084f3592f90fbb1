/// MetaAgent, the agent of agents. Each direct sub-package is a room of the house.
@NullMarked
package dev.metaagent;

import org.jspecify.annotations.NullMarked;
