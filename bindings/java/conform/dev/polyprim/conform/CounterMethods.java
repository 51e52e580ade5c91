package dev.polyprim.conform;

import com.google.gson.JsonObject;
import com.google.protobuf.Message;
import dev.polyprim.client.Addition;
import dev.polyprim.client.Counter;
import dev.polyprim.client.Counters;
import dev.polyprim.client.PolyprimClient;
import dev.polyprim.v1.CounterAddition;
import dev.polyprim.v1.CounterServiceAddManyRequest;
import dev.polyprim.v1.CounterServiceAddManyResponse;
import dev.polyprim.v1.CounterServiceAddRequest;
import dev.polyprim.v1.CounterServiceAddResponse;
import dev.polyprim.v1.CounterServiceCompareExchangeRequest;
import dev.polyprim.v1.CounterServiceCompareExchangeResponse;
import dev.polyprim.v1.CounterServiceDeleteRequest;
import dev.polyprim.v1.CounterServiceDeleteResponse;
import dev.polyprim.v1.CounterServiceExistsRequest;
import dev.polyprim.v1.CounterServiceExistsResponse;
import dev.polyprim.v1.CounterServiceGetRequest;
import dev.polyprim.v1.CounterServiceGetResponse;
import dev.polyprim.v1.CounterServiceListRequest;
import dev.polyprim.v1.CounterServiceListResponse;
import dev.polyprim.v1.CounterServiceResetRequest;
import dev.polyprim.v1.CounterServiceResetResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The methods of counters. The library has no word for the value that a creation answers. */
record CounterMethods(PolyprimClient client) implements Methods.Typed {
  @Override
  public CompletableFuture<JsonObject> call(Message request) {
    Counters counters = client.counters();
    if (request instanceof CounterServiceAddRequest r && r.hasDelta()) {
      return Methods.mapped(
          counter(r.getName()).addAsync(r.getDelta()),
          value -> CounterServiceAddResponse.newBuilder().setValue(value));
    }
    if (request instanceof CounterServiceGetRequest r) {
      return Methods.mapped(
          counter(r.getName()).getAsync(),
          value -> CounterServiceGetResponse.newBuilder().setValue(value));
    }
    if (request instanceof CounterServiceCompareExchangeRequest r
        && r.hasExpected()
        && r.hasDesired()) {
      return Methods.mapped(
          counter(r.getName()).compareExchangeAsync(r.getExpected(), r.getDesired()),
          exchange ->
              CounterServiceCompareExchangeResponse.newBuilder()
                  .setExchanged(exchange.exchanged())
                  .setValue(exchange.value()));
    }
    if (request instanceof CounterServiceResetRequest r) {
      return Methods.mapped(
          counter(r.getName()).resetAsync(r.getValue()),
          previous -> CounterServiceResetResponse.newBuilder().setPrevious(previous));
    }
    if (request instanceof CounterServiceAddManyRequest r
        && r.getAdditionsList().stream().allMatch(CounterAddition::hasDelta)) {
      List<Addition> additions =
          r.getAdditionsList().stream()
              .map(one -> new Addition(one.getName(), one.getDelta()))
              .toList();
      return Methods.mapped(
          counters.addManyAsync(additions),
          values -> CounterServiceAddManyResponse.newBuilder().addAllValues(values));
    }
    if (request instanceof CounterServiceExistsRequest r) {
      return Methods.mapped(
          counters.existsAsync(r.getName()),
          exists -> CounterServiceExistsResponse.newBuilder().setExists(exists));
    }
    if (request instanceof CounterServiceListRequest r && r.hasLimit()) {
      return Methods.mapped(
          counters.listAsync(r.getPrefix(), r.getCursor(), r.getLimit()),
          page ->
              CounterServiceListResponse.newBuilder()
                  .addAllNames(page.names())
                  .setNextCursor(page.cursor()));
    }
    if (request instanceof CounterServiceDeleteRequest r) {
      return Methods.mapped(
          counter(r.getName()).deleteAsync(),
          nothing -> CounterServiceDeleteResponse.getDefaultInstance());
    }
    return null;
  }

  private Counter counter(String name) {
    return client.counters().named(name);
  }
}
