//! Messages from JSON and to JSON, by the contract's descriptors.

use std::sync::LazyLock;

use polyprim_client::Client;
use polyprim_client::proto::Request;
use prost_reflect::{DescriptorPool, DynamicMessage, MethodDescriptor, SerializeOptions};
use serde_json::Value;

use crate::fault::Fault;

static POOL: LazyLock<DescriptorPool> = LazyLock::new(|| {
    DescriptorPool::decode(&include_bytes!("../gen/polyprim.v1.binpb")[..]).unwrap_or_default()
});

/// Calls a method with exactly these arguments, also with those that the typed methods cannot say.
pub(crate) async fn call<R: Request + Default>(
    client: &Client,
    args: Value,
) -> Result<Value, Fault> {
    let input = method::<R>()?.input();
    let message = DynamicMessage::deserialize(input, args).map_err(Fault::misused)?;
    let request: R = message.transcode_to().map_err(Fault::misused)?;
    answer::<R>(&client.call(request).await?)
}

/// The answer of a method, with what is unset but has a default.
pub(crate) fn answer<R: Request>(reply: &R::Response) -> Result<Value, Fault> {
    let mut message = DynamicMessage::new(method::<R>()?.output());
    message.transcode_from(reply).map_err(Fault::misused)?;
    let options = SerializeOptions::new()
        .skip_default_fields(false)
        .use_proto_field_name(true);
    let value = message.serialize_with_options(serde_json::value::Serializer, &options);
    value.map_err(Fault::misused)
}

fn method<R: Request>() -> Result<MethodDescriptor, Fault> {
    let found = POOL
        .services()
        .flat_map(|service| service.methods().collect::<Vec<_>>())
        .find(|method| {
            R::PATH == format!("/{}/{}", method.parent_service().full_name(), method.name())
        });
    found.ok_or_else(|| Fault::unimplemented(R::PATH))
}
