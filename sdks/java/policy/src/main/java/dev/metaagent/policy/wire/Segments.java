package dev.metaagent.policy.wire;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/// Segments of the durable log: records, each `length ∥ CRC-32C ∥ payload`, both numbers of 4
/// bytes, big-endian.
public final class Segments {

  /// Bytes before each payload.
  public static final int HEADER_BYTES = 8;

  /// The records of a segment, and how many bytes after the last of them cannot be read.
  public record Content(List<byte[]> records, long lostBytes) {}

  private Segments() {}

  /// A record as it is written. A payload has at least one byte.
  public static ByteBuffer record(byte[] payload) {
    if (payload.length == 0) {
      throw new IllegalArgumentException("a record without bytes cannot be told from zeros");
    }
    ByteBuffer record = ByteBuffer.allocate(HEADER_BYTES + payload.length);
    record.putInt(payload.length).putInt(checksum(payload)).put(payload);
    return record.flip();
  }

  /// Reads until the first record that is cut off, empty, or has a wrong checksum.
  public static Content read(ByteBuffer segment) {
    ByteBuffer rest = segment.slice();
    List<byte[]> records = new ArrayList<>();
    while (rest.remaining() > HEADER_BYTES) {
      int start = rest.position();
      int length = rest.getInt();
      int checksum = rest.getInt();
      if (length <= 0 || length > rest.remaining()) {
        return new Content(records, rest.limit() - start);
      }
      byte[] payload = new byte[length];
      rest.get(payload);
      if (checksum(payload) != checksum) {
        return new Content(records, rest.limit() - start);
      }
      records.add(payload);
    }
    return new Content(records, rest.remaining());
  }

  private static int checksum(byte[] payload) {
    CRC32C crc = new CRC32C();
    crc.update(payload);
    return (int) crc.getValue();
  }
}
