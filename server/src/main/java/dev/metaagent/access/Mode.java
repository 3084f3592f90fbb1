package dev.metaagent.access;

/// Local mode or server mode. In local mode the process trusts every user of the machine.
///
/// @param local no key and no login are needed: only loopback is listened on
public record Mode(boolean local) {

  public String wire() {
    return local ? "local" : "server";
  }
}
