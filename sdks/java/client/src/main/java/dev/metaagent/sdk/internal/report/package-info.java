/// Problems inside the SDK, which never reach the host as exceptions. Not an API.
@NullMarked
package dev.metaagent.sdk.internal.report;

import org.jspecify.annotations.NullMarked;
