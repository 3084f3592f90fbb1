/// Requests to the server. Not an API.
@NullMarked
package dev.metaagent.sdk.internal.http;

import org.jspecify.annotations.NullMarked;
