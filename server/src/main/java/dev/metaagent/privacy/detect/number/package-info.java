/// The forms and check digits of numbers that identify people and accounts.
@NullMarked
package dev.metaagent.privacy.detect.number;

import org.jspecify.annotations.NullMarked;
