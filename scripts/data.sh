# Backup and restore of the data folder, the check of the journal, and the commands of a client; the work is done by the product itself (java -jar
# metaagent.jar backup).

maintain() {
  build
  exec "$JAVA_HOME/bin/java" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 --enable-native-access=ALL-UNNAMED -Dlogging.level.root=WARN -jar "$APP/metaagent.jar" "$@"
}

backup() {
  read_settings "$@"
  maintain backup ${REST[@]+"${REST[@]}"}
}

restore() {
  read_settings "$@"
  [ ${#REST[@]} -eq 1 ] || stop_with "Which backup? ./metaagent restore <file> [--data <empty folder>]"
  maintain restore "${REST[0]}"
}

audit() {
  read_settings "$@"
  maintain audit ${REST[@]+"${REST[@]}"}
}

# A command that talks to a running server, by METAAGENT_URL and METAAGENT_KEY. It builds only where nothing is built yet.
client() {
  if [ -f "$APP/metaagent.jar" ]; then need_java; else build >&2; fi
  exec "$JAVA_HOME/bin/java" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xshare:auto --enable-native-access=ALL-UNNAMED -jar "$APP/metaagent.jar" "$@"
}
