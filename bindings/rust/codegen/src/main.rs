//! Writes the messages of proto/ and what each request is called by: `polyprim-codegen PROTO CLIENT RUNNER`.
//!
//! CLIENT gets the Rust code, RUNNER the descriptors by which it reads JSON. Every request of the
//! contract belongs to one method, so that its type is all that a call needs to know.

use std::error::Error;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

use prost::Message as _;
use prost_build::{Config, Method, Service, ServiceGenerator};
use prost_types::FileDescriptorSet;
use prost_types::method_options::IdempotencyLevel;

/// The options that state rules; no message of the contract has them in it.
const OPTIONS: &str = "polyprim/v1/common.proto";
const PACKAGE: &str = "polyprim.v1";

fn main() -> Result<(), Box<dyn Error>> {
    let mut folders = env::args_os().skip(1).map(PathBuf::from);
    let (Some(proto), Some(client), Some(runner)) =
        (folders.next(), folders.next(), folders.next())
    else {
        return Err("usage: polyprim-codegen PROTO CLIENT RUNNER".into());
    };
    let mut compiler = protox::Compiler::new([&proto])?;
    compiler
        .include_imports(true)
        .open_files(sources(&proto)?)?;
    fs::write(
        runner.join("polyprim.v1.binpb"),
        compiler.file_descriptor_set().encode_to_vec(),
    )?;
    compiler.include_source_info(true);
    write_messages(compiler.file_descriptor_set(), &client)
}

fn sources(proto: &Path) -> Result<Vec<PathBuf>, Box<dyn Error>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(proto.join("polyprim/v1"))? {
        found.push(entry?.path());
    }
    found.retain(|path| {
        path.extension()
            .is_some_and(|extension| extension == "proto")
    });
    found.sort();
    Ok(found)
}

fn write_messages(mut files: FileDescriptorSet, folder: &Path) -> Result<(), Box<dyn Error>> {
    files
        .file
        .retain(|file| file.package() == PACKAGE && file.name() != OPTIONS);
    let waiting = requests_with(&files, "wait_ms");
    Config::new()
        .bytes(["."])
        .out_dir(folder)
        .service_generator(Box::new(Requests { waiting }))
        .compile_fds(files)?;
    Ok(())
}

fn requests_with(files: &FileDescriptorSet, field: &str) -> Vec<String> {
    let messages = files.file.iter().flat_map(|file| &file.message_type);
    messages
        .filter(|message| message.field.iter().any(|each| each.name() == field))
        .map(|message| message.name().to_owned())
        .collect()
}

/// Says of each request, by the trait `Request`, how it is called.
struct Requests {
    waiting: Vec<String>,
}

impl ServiceGenerator for Requests {
    fn generate(&mut self, service: Service, buffer: &mut String) {
        for method in service.methods.iter().filter(|method| is_unary(method)) {
            let request = &method.input_type;
            let wait = if self.waiting.contains(request) {
                "fn wait_ms(&self) -> i32 { Self::wait_ms(self) }"
            } else {
                ""
            };
            // Writing to a String does not fail.
            let _ = write!(
                buffer,
                "impl Request for {request} {{
                    type Response = {response};
                    const PATH: &'static str = \"/{package}.{service}/{name}\";
                    const IS_READ_ONLY: bool = {is_read_only};
                    fn set_timeout_ms(&mut self, timeout_ms: i32) {{
                        self.timeout_ms = Some(timeout_ms);
                    }}
                    {wait}
                }}",
                response = method.output_type,
                package = service.package,
                service = service.proto_name,
                name = method.proto_name,
                is_read_only = is_read_only(method),
            );
        }
    }
}

fn is_unary(method: &Method) -> bool {
    !method.client_streaming && !method.server_streaming
}

fn is_read_only(method: &Method) -> bool {
    method.options.idempotency_level() == IdempotencyLevel::NoSideEffects
}
