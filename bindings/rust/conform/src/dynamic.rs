//! Messages from JSON and to JSON, by the contract's descriptors.

use std::sync::LazyLock;

use polyprim_client::Client;
use polyprim_client::proto::Request;
use prost::Message as _;
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
    let request = R::decode(&*encoded(R::PATH, args)?).map_err(Fault::misused)?;
    answer::<R>(&client.call(request).await?)
}

/// The answer of a method, with what is unset but has a default.
pub(crate) fn answer<R: Request>(reply: &R::Response) -> Result<Value, Fault> {
    written(R::PATH, &reply.encode_to_vec())
}

fn encoded(path: &str, args: Value) -> Result<Vec<u8>, Fault> {
    let message = DynamicMessage::deserialize(method(path)?.input(), args);
    Ok(message.map_err(Fault::misused)?.encode_to_vec())
}

fn written(path: &str, reply: &[u8]) -> Result<Value, Fault> {
    let message = DynamicMessage::decode(method(path)?.output(), reply);
    let options = SerializeOptions::new()
        .skip_default_fields(false)
        .use_proto_field_name(true);
    let message = message.map_err(Fault::misused)?;
    let value = message.serialize_with_options(serde_json::value::Serializer, &options);
    value.map_err(Fault::misused)
}

fn method(path: &str) -> Result<MethodDescriptor, Fault> {
    let found = POOL
        .services()
        .flat_map(|service| service.methods().collect::<Vec<_>>())
        .find(|method| {
            path == format!("/{}/{}", method.parent_service().full_name(), method.name())
        });
    found.ok_or_else(|| Fault::unimplemented(path))
}
