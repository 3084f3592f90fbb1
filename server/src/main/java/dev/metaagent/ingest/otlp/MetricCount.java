package dev.metaagent.ingest.otlp;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.util.List;

/// Counts the metrics of an `ExportMetricsServiceRequest` without decoding them: they are not
/// stored, and decoded they would take up many times their bytes.
final class MetricCount {

  /// The fields that lead to a metric: resource_metrics, scope_metrics, metrics.
  private static final List<Integer> PATH = List.of(1, 2, 2);

  private MetricCount() {}

  /// @throws IOException when the body is no protobuf message
  static long of(byte[] body) throws IOException {
    return count(CodedInputStream.newInstance(body), 0);
  }

  private static long count(CodedInputStream in, int level) throws IOException {
    long found = 0;
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      boolean wanted =
          WireFormat.getTagFieldNumber(tag) == PATH.get(level)
              && WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_LENGTH_DELIMITED;
      if (!wanted) {
        in.skipField(tag);
      } else if (level == PATH.size() - 1) {
        in.skipField(tag);
        found++;
      } else {
        int outer = in.pushLimit(in.readRawVarint32());
        found += count(in, level + 1);
        in.popLimit(outer);
      }
    }
    return found;
  }
}
