# Opens the pages of a real server in a browser: as whoever sits at the machine, and as the first person of a server that
# asks who one is.

. scripts/up.sh

# Starts a server of its own: started_server <folder> <mode>
started_server() {
  local log="$1/server.log"
  export METAAGENT_DATA="$1" METAAGENT_MODE="$2" METAAGENT_PORT METAAGENT_OTLP_HTTP_PORT=0 METAAGENT_OTLP_GRPC_PORT=0
  METAAGENT_PORT="$(free_port)"
  start_server "$log"
  until grep -q 'Started MetaAgent in' "$log" 2>/dev/null; do
    kill -0 "$SERVER" 2>/dev/null || { echo "The server did not start: $(reason_of_end "$log")"; return 1; }
    sleep 0.2
  done
  export METAAGENT_URL="http://localhost:$METAAGENT_PORT"
}

# Exports the link of the first administrator, which is written just after the start: first_link <folder>
first_link() {
  local waited=0
  until [ -s "$1/first-link" ]; do
    kill -0 "$SERVER" 2>/dev/null && [ "$waited" -lt 100 ] || { echo "The first link was not written."; return 1; }
    waited=$((waited + 1))
    sleep 0.2
  done
  METAAGENT_FIRST_LINK="$(cat "$1/first-link")"
  export METAAGENT_FIRST_LINK
}

# pages_in <mode>
pages_in() {
  local folder code=0
  folder="$(mktemp -d "${TMPDIR:-/tmp}/metaagent-pages.XXXXXX")"
  unset METAAGENT_DATABASE_URL METAAGENT_FIRST_LINK
  started_server "$folder" "$1" || code=1
  if [ "$code" = 0 ]; then
    [ "$1" = local ] || first_link "$folder" || code=1
  fi
  if [ "$code" = 0 ]; then
    in_dashboard test:browser || code=1
  fi
  kill -TERM "$SERVER" 2>/dev/null || true
  wait "$SERVER" 2>/dev/null || true
  rm -rf "$folder"
  return "$code"
}

open_pages() {
  local code=0
  (pages_in local) || code=1
  (pages_in server) || code=1
  return "$code"
}
