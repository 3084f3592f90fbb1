# Starts the server, says how far it is, and stops it cleanly.

taken_by() {
  local who=''
  if command -v ss >/dev/null 2>&1; then
    who="$(ss -ltnpH "sport = :$1" 2>/dev/null | sed -n 's/.*users:(("\([^"]*\)",pid=\([0-9]*\).*/ by \1 (process \2)/p' | head -n 1)"
  elif command -v lsof >/dev/null 2>&1; then
    who="$(lsof -nP -iTCP:"$1" -sTCP:LISTEN 2>/dev/null | awk 'NR == 2 {print " by " $1 " (process " $2 ")"}')"
  fi
  printf '%s' "$who"
}

check_ports() {
  local port="${METAAGENT_PORT:-8080}"
  if port_taken "$port"; then
    stop_with "Port $port is taken$(taken_by "$port"); choose another with --port or METAAGENT_PORT, for example: ./metaagent up --port $((port + 1))"
  fi
  OTLP="http://localhost:$port/v1/traces"
  standard_port HTTP "http://localhost:" "${METAAGENT_OTLP_HTTP_PORT:-4318}" METAAGENT_OTLP_HTTP_PORT
  standard_port gRPC "localhost:" "${METAAGENT_OTLP_GRPC_PORT:-4317}" METAAGENT_OTLP_GRPC_PORT
}

# A taken standard port of OTLP is a warning only: the main port takes the same.
standard_port() {
  if port_taken "$3"; then
    warn "Port $3 (OTLP over $1) is taken$(taken_by "$3"); send to the main port instead, or choose another with $4."
  else
    OTLP="$OTLP, $2$3 ($1)"
  fi
}

# What the server's log says in our words, each once.
progress() {
  local log="$1" line
  while IFS='|' read -r mark line; do
    case "$SHOWN" in *"|$mark|"*) continue ;; esac
    if grep -q -- "$mark" "$log" 2>/dev/null; then
      SHOWN="$SHOWN|$mark|"
      printf '  %s%3ss%s  %s\n' "$DIM" "$((SECONDS - BEGAN))" "$PLAIN" "$line"
    fi
  done <<'MARKS'
unpacking PostgreSQL|1/4 unpacking PostgreSQL (first start only)
creating the database in|2/4 creating the database (first start only)
stopping the PostgreSQL that|stopping the PostgreSQL that a killed server left behind
org.flywaydb.core|3/4 database ready, checking its tables
Tomcat started on port|4/4 listening
MARKS
}

# Why the server ended, as a sentence, from its log.
reason_of_end() {
  local log="$1" reason
  reason="$(sed -n '/^Description:/,/^Action:/p' "$log" | grep -vE '^(Description|Action):|^ *$' | head -n 3 | tr '\n' ' ')"
  [ -n "$reason" ] || reason="$(sed -n 's/^Caused by: [A-Za-z.$]*: //p' "$log" | tail -n 1)"
  [ -n "$reason" ] || reason="$(grep -E ' ERROR |^Error' "$log" | tail -n 1)"
  [ -n "$reason" ] || reason="$(tail -n 1 "$log")"
  printf '%s' "$reason"
}

# Starts the server as a process group of its own, so that Ctrl-C reaches ./metaagent alone, which then shuts it down gracefully.
start_server() {
  local log="$1" cache options=()
  while IFS= read -r option; do options+=("$option"); done < <(java_options)
  cache="$(aot_cache)"
  [ -f "$cache" ] && options+=("-XX:AOTCache=$cache")
  # shellcheck disable=SC2206 # several options in one variable
  options+=(${METAAGENT_JAVA_OPTIONS:-})
  set -m
  # what is written there is for this user only
  (umask 077 && exec "$JAVA_HOME/bin/java" "${options[@]}" -jar "$APP/metaagent.jar" >"$log" 2>&1 </dev/null) &
  SERVER=$!
  set +m
}

SERVER=''
AOT=''
FLEET=''
# what is built before the start
BUILD=build
# what is said, and done, once the server is ready
WELCOME=welcome

# The example fleet ends its runs and sends what it has before the server goes.
stop_fleet() {
  [ -n "$FLEET" ] || return 0
  kill -TERM "$FLEET" 2>/dev/null || true
  wait "$FLEET" 2>/dev/null || true
}

stop_server() {
  trap "" INT TERM HUP PIPE
  say ""
  stop_fleet
  say "Stopping: the server, then the database"
  [ -z "$AOT" ] || kill -TERM -- "-$AOT" 2>/dev/null || true
  if [ -n "$SERVER" ]; then
    kill -TERM "$SERVER" 2>/dev/null || true
    wait "$SERVER" 2>/dev/null || true
  fi
  say "Stopped. What came in is kept in ${METAAGENT_DATA/#$ROOT\//}."
  exit 0
}

# As the server decides: what METAAGENT_MODE says, else local with the embedded database on a loopback address.
local_mode() {
  case "${METAAGENT_MODE:-auto}" in
    local) return 0 ;;
    server) return 1 ;;
  esac
  [ -z "${METAAGENT_DATABASE_URL:-}" ] && [ "${METAAGENT_ADDRESS:-127.0.0.1}" = 127.0.0.1 ]
}

# Four lines that need nothing but curl.
first_trace() {
  local port="${METAAGENT_PORT:-8080}" key=''
  local_mode || key=" -H 'Authorization: Bearer <an ingest key>'"
  cat <<TEXT
Send a first trace:
  now=\$(date +%s); id() { od -An -N\$1 -tx1 /dev/urandom | tr -d ' \\n'; }
  curl -sS http://localhost:$port/v1/traces -H 'Content-Type: application/json'$key -d '{"resourceSpans":[{"scopeSpans":[{"spans":[{
    "traceId":"'\$(id 16)'","spanId":"'\$(id 8)'","name":"invoke_agent hello","startTimeUnixNano":"'\$now'000000000","endTimeUnixNano":"'\$now'250000000",
    "attributes":[{"key":"gen_ai.operation.name","value":{"stringValue":"invoke_agent"}},{"key":"gen_ai.agent.name","value":{"stringValue":"hello"}}]}]}]}]}'
TEXT
}

# How the first administrator comes in.
server_mode() {
  # the link is written just after the start
  [ -f "$METAAGENT_DATA/first-link" ] || sleep 1
  if [ -f "$METAAGENT_DATA/first-link" ]; then
    say "Server mode: whoever opens it signs in. The first administrator opens the link in ${METAAGENT_DATA/#$ROOT\//}/first-link"
  else
    say "Server mode: whoever opens it signs in."
  fi
}

ready() {
  local port="${METAAGENT_PORT:-8080}" log="$1"
  say ""
  say "${GREEN}MetaAgent is ready:${PLAIN} ${BOLD}http://localhost:$port${PLAIN}   (started in $((SECONDS - BEGAN)) s)"
  if local_mode; then
    say "Local mode: reachable from this machine only, no login and no key needed."
  else
    server_mode
  fi
  say "OTLP: $OTLP"
  say "Data: ${METAAGENT_DATA/#$ROOT\//}   Log: ${log/#$ROOT\//}   Stop: Ctrl-C"
}

welcome() {
  ready "$1"
  say ""
  first_trace
}

up() {
  read_settings "$@"
  no_more_arguments
  check_ports
  "$BUILD"
  mkdir -p "$METAAGENT_DATA" "$LOGS"
  chmod go-rwx "$METAAGENT_DATA"
  local log="$METAAGENT_DATA/server.log"
  [ -f "$log" ] && mv -f "$log" "$log.1"
  step "Starting MetaAgent"
  BEGAN=$SECONDS SHOWN=''
  trap stop_server INT TERM HUP PIPE
  start_server "$log"
  until grep -q 'Started MetaAgent in' "$log" 2>/dev/null; do
    progress "$log"
    if ! kill -0 "$SERVER" 2>/dev/null; then
      wait "$SERVER" || true
      stop_with "MetaAgent did not start: $(reason_of_end "$log") (log: ${log/#$ROOT\//})"
    fi
    sleep 0.2
  done
  progress "$log"
  "$WELCOME" "$log"
  if [ ! -f "$(aot_cache)" ]; then
    set -m
    (sleep 5; make_aot_cache "$(aot_cache)") >/dev/null 2>&1 </dev/null &
    AOT=$!
    set +m
  fi
  wait "$SERVER" || true
  stop_fleet
  [ -z "$AOT" ] || kill -TERM -- "-$AOT" 2>/dev/null || true
  stop_with "The server ended: $(reason_of_end "$log") (log: ${log/#$ROOT\//})"
}
