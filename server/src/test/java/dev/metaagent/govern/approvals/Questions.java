package dev.metaagent.govern.approvals;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metaagent.tenancy.Tenant;
import dev.metaagent.tenancy.TenantTransactions;
import dev.metaagent.testing.Governing;
import dev.metaagent.testing.TestServer;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.UUID;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/// Questions of one organization, asked and decided for tests.
final class Questions {

  static final String ALL = "/api/v1/approvals";

  final Governing governing = new Governing();
  final Instant now = Clock.systemUTC().instant();

  /// Asks and answers the id.
  String ask(String agent, String tool, String rule, String arguments, Instant expiresAt) {
    String id = UUID.randomUUID().toString();
    HttpResponse<String> asked =
        governing.send(
            governing.agent(),
            "POST",
            ALL,
            """
            {"id": "%s", "agent": "%s", "tool": "%s", "ruleId": "%s", "arguments": %s, "expiresAt": "%s"}
            """
                .formatted(id, agent, tool, rule, arguments, expiresAt));
    assertThat(asked.statusCode()).as(asked.body()).isEqualTo(201);
    return id;
  }

  String ask(String arguments) {
    return ask("Order Desk", "issue_refund", "refunds", arguments, now.plusSeconds(600));
  }

  void rules(String path, String rules) {
    HttpResponse<String> set =
        governing.send(
            governing.admin(),
            "PUT",
            path + "/tool-rules",
            "{\"rules\": " + rules + ", \"reason\": \"a test\"}");
    assertThat(set.statusCode()).as(set.body()).isEqualTo(200);
  }

  int decide(String id, String verb) {
    return governing
        .send(
            governing.admin(), "POST", ALL + "/" + id + "/" + verb, "{\"reason\": \"looks right\"}")
        .statusCode();
  }

  JsonNode one(String id) {
    return governing.got(ALL + "/" + id);
  }

  JsonNode viewed(String path) {
    HttpResponse<String> seen = governing.get(governing.viewer(), path);
    assertThat(seen.statusCode()).as(seen.body()).isEqualTo(200);
    return TestServer.json(seen);
  }

  void sql(String sql, String id, Instant at) {
    JdbcClient jdbc = JdbcClient.create(governing.bean(DataSource.class));
    Tenant.call(
        governing.organization(),
        () ->
            governing
                .bean(TenantTransactions.class)
                .write(() ->
                    jdbc.sql(sql)
                        .param("id", UUID.fromString(id))
                        .param("at", OffsetDateTime.ofInstant(at, ZoneOffset.UTC))
                        .update()));
  }
}
