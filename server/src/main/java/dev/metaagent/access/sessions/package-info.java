/// Sessions of browsers: signing in, cookies, the organization a session is in.
@NullMarked
package dev.metaagent.access.sessions;

import org.jspecify.annotations.NullMarked;
