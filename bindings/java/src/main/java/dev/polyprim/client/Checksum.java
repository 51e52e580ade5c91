package dev.polyprim.client;

import com.google.protobuf.ByteString;
import java.util.zip.CRC32;

/** CRC-32/ISO-HDLC, by which a record is known to be what was pushed. */
final class Checksum {
  private Checksum() {}

  static int of(ByteString payload) {
    CRC32 crc = new CRC32();
    crc.update(payload.asReadOnlyByteBuffer());
    return (int) crc.getValue();
  }

  /** The bytes of a record, if they match its checksum or it has none. */
  static byte[] checked(ByteString payload, boolean isSealed, int crc32) {
    if (isSealed && of(payload) != crc32) {
      throw Failure.damaged().exception();
    }
    return payload.toByteArray();
  }
}
