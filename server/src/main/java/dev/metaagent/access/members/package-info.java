/// The members of an organization, and the one-time links that set their passwords.
@NullMarked
package dev.metaagent.access.members;

import org.jspecify.annotations.NullMarked;
