# Settings by flag; each flag has an environment variable of the same name, and the flag wins.

settings_help() {
  cat <<'TEXT'
Settings (a flag, or the environment variable of the same name):
  --port 8080             METAAGENT_PORT             dashboard, API and OTLP
  --otlp-http-port 4318   METAAGENT_OTLP_HTTP_PORT   the standard port of OTLP over HTTP
  --otlp-grpc-port 4317   METAAGENT_OTLP_GRPC_PORT   the standard port of OTLP over gRPC
  --data .metaagent       METAAGENT_DATA             the folder that survives restarts
  --database-url          METAAGENT_DATABASE_URL     your own PostgreSQL 15 to 18 instead of the embedded one
  --secret                METAAGENT_SECRET           key of pseudonyms; made in the data folder when not given
All settings: docs/reference/settings.md
TEXT
}

REST=()

# Reads flags into the environment; what is no setting stays in REST.
read_settings() {
  REST=()
  local name value
  while [ $# -gt 0 ]; do
    case "$1" in
      --port | --otlp-http-port | --otlp-grpc-port | --data | --database-url | --secret | --address)
        [ $# -ge 2 ] || stop_with "$1 needs a value."
        name="$1" value="$2"
        shift 2
        ;;
      --port=* | --otlp-http-port=* | --otlp-grpc-port=* | --data=* | --database-url=* | --secret=* | --address=*)
        name="${1%%=*}" value="${1#*=}"
        shift
        ;;
      *)
        REST+=("$1")
        shift
        continue
        ;;
    esac
    name="METAAGENT_$(printf '%s' "${name#--}" | tr 'a-z-' 'A-Z_')"
    export "$name=$value"
  done
  export METAAGENT_DATA="${METAAGENT_DATA:-$ROOT/.metaagent}"
  case "$METAAGENT_DATA" in
    /*) ;;
    *) METAAGENT_DATA="$ROOT/$METAAGENT_DATA" ;;
  esac
}

no_more_arguments() {
  [ ${#REST[@]} -eq 0 ] || stop_with "\"${REST[0]}\" is not a setting of this command; ./metaagent lists them."
}
