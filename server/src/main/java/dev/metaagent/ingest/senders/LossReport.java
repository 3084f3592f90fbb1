package dev.metaagent.ingest.senders;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;

/// A process of an SDK that lost telemetry.
///
/// @param instance the id that it gave itself
/// @param sdk its language and version
/// @param agents those whose policies it holds, as far as is known
/// @param seenAt when records of it arrived last
/// @param received records that arrived
/// @param missing records that did not arrive although later ones did
/// @param dropped records that it dropped because its log was full, as it says, since it started;
///   those that had a number by then are among the missing
/// @param judgedFrom nothing is said about earlier numbers, of which too many were missing
/// @param judgedTo nothing is said yet about later numbers, which may still be on their way
/// @param gaps the missing records, in order
@Schema(name = "TelemetryLoss")
@JsonInclude(JsonInclude.Include.ALWAYS)
record LossReport(
    String instance,
    String sdk,
    List<LossyAgent> agents,
    Instant firstSeenAt,
    Instant seenAt,
    long received,
    long missing,
    long dropped,
    long judgedFrom,
    long judgedTo,
    List<LostRange> gaps) {

  /// An agent of the process.
  @Schema(name = "TelemetryLossAgent")
  record LossyAgent(String id, String name) {}

  /// Records that are missing.
  ///
  /// @param first number of the first of them
  /// @param last number of the last of them
  /// @param atStart whether nothing before them arrived: they may have been sent to another server
  @Schema(name = "TelemetryGap")
  record LostRange(long first, long last, long records, boolean atStart) {

    static LostRange of(long first, long last) {
      return new LostRange(first, last, last - first + 1, first == 1);
    }
  }

  LossReport of(List<LossyAgent> known) {
    return new LossReport(
        instance,
        sdk,
        known,
        firstSeenAt,
        seenAt,
        received,
        missing,
        dropped,
        judgedFrom,
        judgedTo,
        gaps);
  }
}
