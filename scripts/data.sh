# Backup and restore of the data folder, and the check of the journal; the work is done by the product itself (java -jar
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
