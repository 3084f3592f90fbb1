# Output of ./metaagent: one sentence at a time, errors on standard error.

if [ -t 1 ] && [ -z "${NO_COLOR:-}" ]; then
  BOLD=$'\033[1m' DIM=$'\033[2m' GREEN=$'\033[32m' RED=$'\033[31m' PLAIN=$'\033[0m'
else
  BOLD='' DIM='' GREEN='' RED='' PLAIN=''
fi

say() { printf '%s\n' "$*"; }

step() { printf '%s%s%s\n' "$BOLD" "$*" "$PLAIN"; }

warn() { printf '%s\n' "$*" >&2; }

# Exits with a sentence: what is wrong, and the remedy.
stop_with() {
  printf '%s%s%s\n' "$RED" "$*" "$PLAIN" >&2
  exit 1
}

# Runs a command with its output kept in a file; shows the end of the file only when it fails.
# usage: quietly <log file> <what> <command...>
quietly() {
  local log="$1" what="$2"
  shift 2
  mkdir -p "$(dirname "$log")"
  if ! "$@" >"$log" 2>&1 </dev/null; then
    grep -E '^\[ERROR\]|[Ee]rror|ERR!' "$log" | grep -v -e '-> \[Help' -e 'Re-run Maven' | head -n 25 >&2 || tail -n 25 "$log" >&2
    stop_with "$what failed; all of its output: ${log#"$ROOT"/}"
  fi
}
