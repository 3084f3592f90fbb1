"""Records in a segment: length (4 bytes) and CRC-32C (4 bytes), big-endian, then the payload."""

import struct

from google_crc32c import value as crc32c

_HEADER = struct.Struct(">II")
HEADER_BYTES = _HEADER.size


def frame(payload: bytes) -> bytes:
    """A payload, which is not empty, with its header."""
    return _HEADER.pack(len(payload), crc32c(payload)) + payload


def read_frames(segment: bytes) -> tuple[list[bytes], int]:
    """The payloads up to the first record that is cut off or wrong, and the bytes after them.

    A length of 0 ends the segment: it cannot be told from zeros that a crash left.
    """
    payloads, at = [], 0
    while at + HEADER_BYTES <= len(segment):
        length, checksum = _HEADER.unpack_from(segment, at)
        payload = segment[at + HEADER_BYTES : at + HEADER_BYTES + length]
        if length == 0 or len(payload) < length or crc32c(payload) != checksum:
            break
        payloads.append(payload)
        at += HEADER_BYTES + length
    return payloads, len(segment) - at
