# Fuzzes every operation of the OpenAPI file against a real server (schemathesis): no answer may be a server error, and
# every answer must be one that the file names. The stream of policies is left out: its answer does not end.

. scripts/up.sh

SCHEMATHESIS_VERSION=4.32.5

schemathesis_program() {
  local home="$TOOLS/schemathesis-$SCHEMATHESIS_VERSION"
  if [ ! -x "$home/bin/schemathesis" ]; then
    has_pip || stop_with "Fuzzing the API needs python3 with pip: sudo apt-get install -y python3-venv python3-pip"
    say "  fetching schemathesis" >&2
    rm -rf "$home"
    python3 -m venv "$home" >/dev/null 2>&1 || stop_with "Fuzzing the API needs Python's venv: sudo apt-get install -y python3-venv"
    quietly "$LOGS/schemathesis-install.log" "Fetching schemathesis" "$home/bin/pip" install -q --disable-pip-version-check "schemathesis==$SCHEMATHESIS_VERSION"
  fi
  echo "$home/bin/schemathesis"
}

fuzz_api() {
  local program folder code=0 log
  program="$(schemathesis_program)"
  folder="$(mktemp -d "${TMPDIR:-/tmp}/metaagent-api.XXXXXX")"
  log="$folder/server.log"
  rm -rf "$LOGS/api" && mkdir -p "$LOGS/api"
  export METAAGENT_DATA="$folder" METAAGENT_PORT METAAGENT_OTLP_HTTP_PORT METAAGENT_OTLP_GRPC_PORT METAAGENT_RATE_PER_SECOND=100000 METAAGENT_RATE_BURST=100000
  METAAGENT_PORT="$(free_port)" METAAGENT_OTLP_HTTP_PORT="$(free_port)" METAAGENT_OTLP_GRPC_PORT="$(free_port)"
  unset METAAGENT_DATABASE_URL
  start_server "$log"
  until grep -q 'Started MetaAgent in' "$log" 2>/dev/null; do
    kill -0 "$SERVER" 2>/dev/null || { echo "The server did not start: $(reason_of_end "$log")"; return 1; }
    sleep 0.2
  done
  bash -c "$(first_trace | tail -n +2)" >/dev/null
  curl -sS --max-time 120 -o "$folder/openapi.yaml" "http://127.0.0.1:$METAAGENT_PORT/api/openapi.yaml"
  "$program" run "$folder/openapi.yaml" --url "http://127.0.0.1:$METAAGENT_PORT" --checks not_a_server_error,status_code_conformance,content_type_conformance \
    --phases examples,coverage,fuzzing --max-examples "${METAAGENT_FUZZ_EXAMPLES:-25}" --seed 25 --workers 1 --no-color --request-timeout 20 \
    --exclude-path /api/v1/policy/stream --report junit --report-dir "$LOGS/api" || code=$?
  kill -TERM "$SERVER" 2>/dev/null || true
  wait "$SERVER" 2>/dev/null || true
  rm -rf "$folder"
  return "$code"
}
