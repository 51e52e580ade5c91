use opentelemetry::trace::{
    FutureExt as _, SpanContext, SpanId, TraceContextExt as _, TraceFlags, TraceId, TraceState,
};
use opentelemetry::{Context, global};
use opentelemetry_sdk::propagation::TraceContextPropagator;
use polyprim_client::Client;
use polyprim_client::proto::CounterServiceGetResponse;

use crate::fake::{Fake, message};

#[tokio::test]
async fn calls_continue_the_current_trace() {
    global::set_text_map_propagator(TraceContextPropagator::new());
    let server = Fake::start(|_, _| message(&CounterServiceGetResponse { value: 1 })).await;
    let client = Client::connect(&server.target).await.unwrap();
    let hits = client.counter("hits").handle();

    let span = SpanContext::new(
        TraceId::from(0x0102),
        SpanId::from(0x03),
        TraceFlags::SAMPLED,
        true,
        TraceState::default(),
    );
    let context = Context::new().with_remote_span_context(span);
    hits.get().with_context(context.clone()).await.unwrap();
    let told = hits.with_metadata("traceparent", "00-04-05-01").unwrap();
    told.get().with_context(context).await.unwrap();
    hits.get().await.unwrap();

    let calls = server.calls();
    let traces: Vec<_> = calls.iter().map(|call| call.text("traceparent")).collect();
    let current = "00-00000000000000000000000000000102-0000000000000003-01";
    assert_eq!(traces, [current, "00-04-05-01", ""]);
}
