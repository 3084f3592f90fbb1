package dev.metaagent.web;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;

/// What Tomcat says to a request that is not even HTTP enough to reach a filter: a problem as JSON
/// instead of its own page. Tomcat makes it by its class name.
public class ContainerProblems extends ErrorReportValve {

  @Override
  protected void report(Request request, Response response, @Nullable Throwable failure) {
    int status = response.getStatus();
    if (status < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
      return;
    }
    String code = status < 500 ? "invalid_request" : "internal";
    String title = status < 500 ? "Invalid request" : "Internal";
    String body =
        """
        {"type":"urn:metaagent:problem:%s","title":"%s","status":%d,\
        "detail":"This request cannot be read.","code":"%s","errors":[]}\
        """
            .formatted(code, title, status, code);
    try {
      response.setContentType("application/problem+json");
      response.getOutputStream().write(body.getBytes(StandardCharsets.UTF_8));
      response.finishResponse();
    } catch (IOException | IllegalStateException _) {
      // the reader went away
    }
  }
}
