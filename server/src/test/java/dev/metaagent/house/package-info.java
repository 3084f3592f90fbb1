/// Tests of the house itself: its walls, its rules, and that no tenant sees another.
@NullMarked
package dev.metaagent.house;

import org.jspecify.annotations.NullMarked;
