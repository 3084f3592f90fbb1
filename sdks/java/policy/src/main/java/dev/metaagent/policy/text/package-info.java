/// Texts of prompts and the redaction of personal data and secrets.
@NullMarked
package dev.metaagent.policy.text;

import org.jspecify.annotations.NullMarked;
