//! The trace that a call belongs to.

use tonic::metadata::MetadataMap;

/// Adds OpenTelemetry's current context by its global propagator, unless the user gave one.
#[cfg(feature = "opentelemetry")]
pub(crate) fn pass_on(metadata: &mut MetadataMap) {
    use opentelemetry::{Context, global};

    if !metadata.contains_key("traceparent") {
        let context = Context::current();
        global::get_text_map_propagator(|propagator| {
            propagator.inject_context(&context, &mut Entries(metadata));
        });
    }
}

#[cfg(not(feature = "opentelemetry"))]
pub(crate) fn pass_on(_: &mut MetadataMap) {}

#[cfg(feature = "opentelemetry")]
struct Entries<'a>(&'a mut MetadataMap);

#[cfg(feature = "opentelemetry")]
impl opentelemetry::propagation::Injector for Entries<'_> {
    fn set(&mut self, key: &str, value: String) {
        // What no metadata can hold is left out: a call is worth more than its trace.
        let _ = crate::builder::insert(self.0, key, &value);
    }
}
