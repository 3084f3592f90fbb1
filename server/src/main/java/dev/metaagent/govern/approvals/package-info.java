/// Questions of tool rules for people: asked by SDKs, decided in the dashboard or by a program, and
/// told to the SDKs by control messages.
@NullMarked
package dev.metaagent.govern.approvals;

import org.jspecify.annotations.NullMarked;
