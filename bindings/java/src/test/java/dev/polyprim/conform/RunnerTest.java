package dev.polyprim.conform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.polyprim.client.Host;
import dev.polyprim.client.SharedHost;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The runner's own protocol; what the methods answer is what the conformance cases are for. */
@ExtendWith(SharedHost.class)
class RunnerTest {
  private final Map<Long, CompletableFuture<JsonObject>> answers = new ConcurrentHashMap<>();
  private final Runner runner = new Runner(this::answered);
  private long last;

  @BeforeEach
  void connect(Host host) {
    ok(
        "connect",
        "{'client':'a','target':'%s','timeout_ms':60000,'attempts':2}".formatted(host.address()));
  }

  private void answered(String line) {
    JsonObject answer = JsonParser.parseString(line).getAsJsonObject();
    answers.get(answer.get("id").getAsLong()).complete(answer);
  }

  private CompletableFuture<JsonObject> begin(String op, String args) {
    CompletableFuture<JsonObject> answer = new CompletableFuture<>();
    answers.put(++last, answer);
    runner.obey("{'id':%d,'op':'%s','args':%s}".formatted(last, op, args).replace('\'', '"'));
    return answer;
  }

  private String ok(String op, String args) {
    return begin(op, args).join().get("ok").toString().replace('"', '\'');
  }

  private JsonObject error(String op, String args) {
    return begin(op, args).join().getAsJsonObject("error");
  }

  private String call(String method, String args) {
    return ok("call", "{'client':'a','method':'%s','args':%s}".formatted(method, args));
  }

  @Test
  void tellsAboutItself() {
    assertTrue(ok("about", "{}").contains("'language':'java'"));
  }

  @Test
  void callsTypedMethodsAndOthers() {
    assertEquals(
        "{'created':true,'value':'3'}",
        call("counter.create", "{'name':'runner','initial_value':'3'}"));
    assertEquals("{'value':'8'}", call("counter.add", "{'name':'runner','delta':'5'}"));
    assertEquals(
        "{'value':'9'}", call("counter.add", "{'name':'runner','delta':'1','timeout_ms':5000}"));
    call("queue.create", "{'name':'runner.jobs'}");
    assertEquals("{'found':false,'payload':''}", call("queue.pop", "{'name':'runner.jobs'}"));
    assertEquals("{'pushed':true}", call("queue.push", "{'name':'runner.jobs','payload':'am9i'}"));
    assertEquals("{'found':true,'payload':'am9i'}", call("queue.peek", "{'name':'runner.jobs'}"));
  }

  @Test
  void sendsTheChecksumThatItIsTold() {
    call("queue.create", "{'name':'runner.crc'}");
    JsonObject error =
        error(
            "call",
            "{'client':'a','method':'queue.push',"
                + "'args':{'name':'runner.crc','payload':'am9i','crc32':1}}");
    assertEquals("CHECKSUM", error.get("reason").getAsString());
  }

  @Test
  void saysWhatIsWrong() {
    JsonObject error =
        error("call", "{'client':'a','method':'counter.add','args':{'name':'runner.none'}}");
    assertEquals("INVALID_ARGUMENT", error.get("code").getAsString());
    assertEquals("INVALID_PROTO", error.get("reason").getAsString());
    assertEquals("delta", error.get("field").getAsString());
    assertEquals("RUNNER", error("dance", "{}").get("reason").getAsString());
    assertEquals("RUNNER", error("close", "{'client':'nobody'}").get("reason").getAsString());
  }

  @Test
  void cancelsAndCloses() {
    call("queue.create", "{'name':'runner.waits'}");
    String pop =
        "{'client':'a','method':'queue.pop','args':{'name':'runner.waits','wait_ms':600000}}";
    CompletableFuture<JsonObject> cancelled = begin("call", pop);
    ok("cancel", "{'call':%d}".formatted(last));
    assertEquals("CANCELLED", cancelled.join().getAsJsonObject("error").get("code").getAsString());
    CompletableFuture<JsonObject> closed = begin("call", pop);
    ok("close", "{'client':'a'}");
    assertEquals("CLOSED", closed.join().getAsJsonObject("error").get("reason").getAsString());
  }

  @Test
  void loads() {
    call("counter.create", "{'name':'runner.load'}");
    call("queue.create", "{'name':'runner.load.jobs'}");
    String load =
        "{'client':'a','seconds':0.3,'workers':2,'counter':'runner.load',"
            + "'queue':'runner.load.jobs','label':'java'}";
    JsonObject done = begin("load", load).join().getAsJsonObject("ok");
    assertEquals(0, done.get("errors").getAsLong());
    String count = "{'value':'%d'}".formatted(done.get("added").getAsLong());
    assertEquals(count, call("counter.get", "{'name':'runner.load'}"));
    long left = done.get("pushed").getAsLong() - done.get("popped").getAsLong();
    assertTrue(
        call("queue.statistics", "{'name':'runner.load.jobs'}")
            .contains("'items':'%d'".formatted(left)));
  }
}
