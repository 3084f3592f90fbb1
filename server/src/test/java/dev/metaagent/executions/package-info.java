/// Tests of the intake: what is stored, whatever the order of arrival.
@NullMarked
package dev.metaagent.observe;

import org.jspecify.annotations.NullMarked;
