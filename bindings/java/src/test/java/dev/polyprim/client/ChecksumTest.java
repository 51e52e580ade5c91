package dev.polyprim.client;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import dev.polyprim.v1.QueueRecord;
import dev.polyprim.v1.QueueServicePeekResponse;
import dev.polyprim.v1.QueueServicePopManyResponse;
import dev.polyprim.v1.QueueServicePopResponse;
import dev.polyprim.v1.QueueServicePushManyRequest;
import dev.polyprim.v1.QueueServicePushManyResponse;
import dev.polyprim.v1.QueueServicePushRequest;
import dev.polyprim.v1.QueueServicePushResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Records carry a checksum out and are checked on their way in. */
class ChecksumTest {
  private static final byte[] RECORD = "123456789".getBytes(StandardCharsets.UTF_8);

  /** The check value of CRC-32/ISO-HDLC. */
  private static final int CRC = 0xCBF43926;

  private static Message answer(String method, ByteString payload) {
    QueueRecord record = QueueRecord.newBuilder().setPayload(payload).setCrc32(CRC).build();
    return switch (method) {
      case "Push" -> QueueServicePushResponse.newBuilder().setPushed(true).build();
      case "PushMany" -> QueueServicePushManyResponse.newBuilder().setPushed(1).build();
      case "Pop" ->
          QueueServicePopResponse.newBuilder()
              .setFound(true)
              .setPayload(payload)
              .setCrc32(CRC)
              .build();
      case "Peek" ->
          QueueServicePeekResponse.newBuilder()
              .setFound(true)
              .setPayload(payload)
              .setCrc32(CRC)
              .build();
      default -> QueueServicePopManyResponse.newBuilder().addRecords(record).build();
    };
  }

  @Test
  void isSentAndChecked() throws Exception {
    try (FakeServer server =
            new FakeServer(call -> answer(call.method(), ByteString.copyFrom(RECORD)));
        PolyprimClient client = Host.patient(server.address()).build()) {
      Queue jobs = client.queues().named("jobs");
      jobs.push(RECORD);
      jobs.pushMany(List.of(RECORD));
      QueueServicePushRequest push =
          (QueueServicePushRequest) server.received("Push").get(0).request();
      QueueServicePushManyRequest pushMany =
          (QueueServicePushManyRequest) server.received("PushMany").get(0).request();
      assertEquals(CRC, push.getCrc32());
      assertEquals(CRC, pushMany.getRecords(0).getCrc32());
      assertArrayEquals(RECORD, jobs.pop().orElseThrow());
      assertArrayEquals(RECORD, jobs.peek().orElseThrow());
      assertArrayEquals(RECORD, jobs.popMany(1, Duration.ZERO).get(0));
    }
  }

  @Test
  void aFlippedByteIsFound() throws Exception {
    byte[] flipped = RECORD.clone();
    flipped[3] ^= 0x20;
    try (FakeServer server =
            new FakeServer(call -> answer(call.method(), ByteString.copyFrom(flipped)));
        PolyprimClient client = Host.patient(server.address()).build()) {
      Queue jobs = client.queues().named("jobs");
      ChecksumException error = assertThrows(ChecksumException.class, jobs::pop);
      assertEquals("DATA_LOSS", error.code());
      assertEquals("CHECKSUM", error.reason());
      assertThrows(ChecksumException.class, jobs::peek);
      assertThrows(ChecksumException.class, () -> jobs.popMany(1, Duration.ZERO));
      assertThrows(ChecksumException.class, () -> jobs.records().iterator().next());
    }
  }

  @Test
  void aRecordWithoutOneIsTaken() throws Exception {
    QueueServicePopResponse bare =
        QueueServicePopResponse.newBuilder()
            .setFound(true)
            .setPayload(ByteString.copyFrom(RECORD))
            .build();
    try (FakeServer server = new FakeServer(call -> bare);
        PolyprimClient client = Host.patient(server.address()).build()) {
      assertArrayEquals(RECORD, client.queues().named("jobs").pop().orElseThrow());
    }
  }
}
