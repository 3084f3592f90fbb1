package dev.metaagent.privacy;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.UUID;

/// Sentences with numbers and ids that are nobody's: orders, versions, times, hashes, prices.
final class NoPersonalData {

  private final Random random;

  NoPersonalData(long seed) {
    this.random = new Random(seed);
  }

  /// Lines of every kind, drawn anew.
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      lines.addAll(ids());
      lines.addAll(numbers());
      lines.addAll(machines());
    }
    return lines;
  }

  private List<String> ids() {
    String hex = HexFormat.of().formatHex(bytes(20));
    return List.of(
        "run " + UUID.nameUUIDFromBytes(bytes(16)) + " of trace " + hex.substring(0, 32),
        "commit " + hex + " touched " + digits(2) + " files",
        "{\"span_id\":\"" + hex.substring(0, 16) + "\",\"id\":\"" + digits(12) + "\"}",
        "call_" + digits(16) + " toolu_" + digits(10) + hex.substring(0, 8),
        "{\"order_id\":"
            + digits(12)
            + ",\"tool_call_id\":\""
            + digits(3)
            + "-"
            + digits(3)
            + "-"
            + digits(4)
            + "\"}",
        "Order " + digits(4) + "-" + digits(4) + "-" + digits(2) + " shipped",
        "Your order number is " + digits(3) + " " + digits(3) + " " + digits(4),
        "order " + digits(3) + "-" + digits(7) + "-" + digits(7) + " of the shop",
        "invoice no. " + digits(4) + " " + digits(6) + " is due",
        "Ticket #" + digits(7) + ", case " + digits(8) + ", ref " + digits(10),
        "tracking number " + digits(4) + " " + digits(4) + " " + digits(4) + " arrives today",
        "1Z999AA1" + digits(10) + " and JD" + digits(18),
        "booking reference " + digits(6) + ", confirmation " + digits(9),
        "ISBN 978-3-16-" + digits(6) + "-0, ISSN " + digits(4) + "-" + digits(4),
        "EAN 40063813" + digits(5) + ", SKU " + digits(5) + "-" + digits(3),
        "doi:10.1038/s41586-" + digits(3) + "-" + digits(5) + "-7, arXiv:2301." + digits(5),
        "model gpt-4o-2024-08-06 and claude-3-5-sonnet-20241022, seed " + digits(9),
        "chatcmpl-" + hex.substring(0, 24) + " req_" + hex.substring(0, 20),
        "serial number " + digits(4) + " " + digits(4) + " " + digits(3),
        "part no. " + digits(3) + "-" + digits(4) + "-" + digits(2));
  }

  private List<String> numbers() {
    Instant time = Instant.ofEpochSecond(1_500_000_000L + random.nextInt(400_000_000));
    DateTimeFormatter german = format("dd.MM.yyyy HH:mm");
    return List.of(
        "at " + time + " and " + time.toEpochMilli() + ", " + time.getEpochSecond(),
        "{\"created\":" + time.getEpochSecond() + ",\"ts\":" + time.toEpochMilli() + "}",
        "am " + german.format(time) + " Uhr, also on " + format("yyyy-MM-dd").format(time),
        format("MM/dd/yyyy").format(time) + " to " + format("dd-MM-yyyy").format(time),
        "log " + format("yyyyMMdd-HHmmss").format(time) + " " + format("HH:mm:ss.SSS").format(time),
        "total $" + digits(1) + "," + digits(3) + "," + digits(3) + ".00 or 1.234.567,89 EUR",
        "1 " + digits(3) + " " + digits(3) + " rows in " + digits(3) + "." + digits(3) + " s",
        "GPS 52." + digits(6) + ", 13." + digits(6) + " (lat 48." + digits(7) + ")",
        "version 1." + digits(2) + "." + digits(3) + ", build 2024" + digits(4) + "." + digits(1),
        "Chrome/120.0." + digits(4) + "." + digits(3) + " Safari/537.36",
        "p95 "
            + digits(4)
            + "."
            + digits(4)
            + " ms, "
            + digits(7)
            + " requests, 99."
            + digits(2)
            + " %",
        "\"usage\":{\"input_tokens\":" + digits(7) + ",\"output_tokens\":" + digits(6) + "}",
        "[0." + digits(9) + ", -0." + digits(11) + ", 12." + digits(1) + "]",
        "pages " + digits(3) + "-" + digits(3) + ", floors 1-12, rooms 101 102 103",
        "years 1999 2000 2001 2002, ratio 16:9, " + digits(3) + "x" + digits(3) + " px",
        "population 8 "
            + digits(3)
            + " "
            + digits(3)
            + " in 2023, revenue 12 "
            + digits(3)
            + " 000",
        "x = " + digits(9) + " * " + digits(4) + " + " + digits(10),
        "score 3-1, 24/7, 9-5, B2B, 3.5e10, 1e-9",
        "The answer is " + digits(8) + " and not " + digits(10) + ".",
        "the function call " + digits(10) + " returned " + digits(9));
  }

  private List<String> machines() {
    String hex = HexFormat.of().formatHex(bytes(16));
    return List.of(
        "0x" + hex.substring(0, 12) + " in libc.so.6 at line " + digits(4),
        "sha256:" + hex + hex + " etag \"" + hex + "\"",
        "GET /v1/items/"
            + digits(9)
            + "?page="
            + digits(2)
            + " 200 "
            + digits(5)
            + " 0."
            + digits(3),
        "java.lang.IllegalStateException at A.b(A.java:" + digits(3) + ")",
        "pid " + digits(5) + " port " + digits(4) + " exit code " + digits(2),
        "arr[" + digits(3) + "] = {" + digits(2) + ", " + digits(3) + ", " + digits(4) + "};",
        "#" + hex.substring(0, 6) + " rgba(12, 34, 56, 0.5) 100% 50%",
        "docker run -p 8080:80 -v /data:/data app:1." + digits(2) + "." + digits(2),
        "mkdir -p /var/lib/app && tar -xzf a.tar.gz -C /opt --strip 1",
        "SELECT id, name FROM t WHERE id IN (" + digits(7) + ", " + digits(7) + ") LIMIT 100",
        "base64 iVBORw0KGgo" + hex + "AAAANSUhEUgAA" + hex + "==",
        "password is required; the password is case-sensitive; pass rate is 99.5%",
        "npm install react@18." + digits(1) + ".0 && pip install x==2." + digits(2) + ".0.1",
        "Error code -" + digits(5) + ", status 4" + digits(2) + ", retry in " + digits(5) + " ms",
        "<id>" + digits(12) + "</id><count>" + digits(7) + "</count>");
  }

  private static DateTimeFormatter format(String pattern) {
    return DateTimeFormatter.ofPattern(pattern, Locale.ROOT).withZone(ZoneOffset.UTC);
  }

  private String digits(int count) {
    StringBuilder digits = new StringBuilder().append(1 + random.nextInt(9));
    while (digits.length() < count) {
      digits.append(random.nextInt(10));
    }
    return digits.toString();
  }

  private byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    return bytes;
  }
}
