package dev.metaagent.access;

/// Whether this process trusts whoever sits at the machine.
///
/// @param local no key and no login are needed: only loopback is listened on
public record Mode(boolean local) {

  public String wire() {
    return local ? "local" : "server";
  }
}
