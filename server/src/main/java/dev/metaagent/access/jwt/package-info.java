/// JSON web tokens of an identity provider.
@NullMarked
package dev.metaagent.access.jwt;

import org.jspecify.annotations.NullMarked;
