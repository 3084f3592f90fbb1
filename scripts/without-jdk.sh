# Builds and runs a copy of this folder where no JDK can be found: a runtime from PyPI compiles with ECJ, and the server
# answers, takes a trace and serves the pages.

. scripts/up.sh

# In a mount namespace of its own: every Java of this machine is covered by an empty folder.
hide_java() {
  local place empty="$1"
  mkdir -p "$empty"
  while IFS= read -r place; do
    [ ! -x "$place/bin/java" ] || mount --bind "$empty" "$place" || return 1
  done < <(JAVA_HOME='' java_places | sort -u)
}

# The files of this folder that are not ignored, and the pages built already.
copy_sources() {
  mkdir -p "$1"
  git ls-files -z --cached --others --exclude-standard | xargs -0 cp -a --parents -t "$1" || return 1
  [ ! -d dashboard/out ] || cp -a dashboard/out "$1/dashboard/"
  [ ! -d dashboard/node_modules ] || ln -sfn "$ROOT/dashboard/node_modules" "$1/dashboard/node_modules"
}

# Waits for an answer of the server of a copy: answered <url> <log>
answered() {
  local waited=0
  until curl -fsS -o /dev/null "$1" 2>/dev/null; do
    waited=$((waited + 1))
    [ "$waited" -lt 900 ] && kill -0 "$COPY" 2>/dev/null || { tail -n 20 "$2"; return 1; }
    sleep 0.5
  done
}

CHECKED=0 WRONG=0

check() {
  local what="$1"
  shift
  if "$@"; then CHECKED=$((CHECKED + 1)); say "  ok: $what"; else WRONG=$((WRONG + 1)); say "FAIL: $what"; fi
}

# Runs in the namespace: without_jdk <folder>
without_jdk() {
  local folder="$1" log="$1/up.log" port trace
  hide_java "$folder/empty" || { say "FAIL: no Java could be hidden"; return 1; }
  check "no Java is found" no_java
  copy_sources "$folder/copy" || return 1
  port="$(free_port)"
  (
    unset JAVA_HOME METAAGENT_DATABASE_URL
    cd "$folder/copy"
    METAAGENT_PORT="$port" METAAGENT_OTLP_HTTP_PORT=0 METAAGENT_OTLP_GRPC_PORT=0 exec ./metaagent up >"$log" 2>&1 </dev/null
  ) &
  COPY=$!
  check "it builds and starts" answered "http://localhost:$port/health/ready" "$log"
  check "the organization is there" curl -fsS -o /dev/null "http://localhost:$port/api/v1/status"
  check "it serves the pages" curl -fsS -o /dev/null "http://localhost:$port/fleet"
  trace="$(sed -n '/^  now=/,$p' "$log")"
  check "it takes the trace that it proposes" bash -c "$trace"
  check "the run is there" run_seen "$port"
  kill -TERM "$COPY" 2>/dev/null || true
  wait "$COPY" 2>/dev/null || true
  say ""
  say "$CHECKED passed, $WRONG failed"
  [ "$WRONG" = 0 ]
}

no_java() { ! JAVA_HOME='' find_java run; }

run_seen() {
  local waited=0
  until curl -fsS "http://localhost:$1/api/v1/executions" | grep -q '"hello"'; do
    waited=$((waited + 1))
    [ "$waited" -lt 50 ] || return 1
    sleep 0.2
  done
}

# The whole part, from outside the namespace.
run_without_jdk() {
  local folder code=0 map=()
  folder="$(mktemp -d "${TMPDIR:-/tmp}/metaagent-without-jdk.XXXXXX")"
  [ "$(id -u)" = 0 ] || map=(--map-root-user)
  # shellcheck disable=SC2016 # expanded inside
  unshare --mount ${map[@]+"${map[@]}"} bash -uo pipefail -c '
    ROOT="$1"
    for part in say tools java settings without-jdk; do . "scripts/$part.sh"; done
    without_jdk "$2"' bash "$ROOT" "$folder" || code=1
  rm -rf "$folder"
  return "$code"
}
