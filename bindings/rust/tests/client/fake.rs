//! A gRPC server that answers what a test says, and remembers what it was asked.

use std::pin::Pin;
use std::sync::{Arc, Mutex};

use axum::extract::Request;
use bytes::{Buf as _, BufMut as _, Bytes};
use prost::Message;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio_stream::wrappers::TcpListenerStream;
use tonic::codec::{Codec, DecodeBuf, Decoder, EncodeBuf, Encoder};
use tonic::metadata::MetadataMap;
use tonic::server::{Grpc, UnaryService};
use tonic::service::Routes;
use tonic::transport::Server;
use tonic::{Response, Status};

/// What the server was asked.
#[derive(Clone, Debug)]
pub struct Call {
    pub method: String,
    pub metadata: MetadataMap,
    pub message: Bytes,
}

impl Call {
    pub fn text(&self, key: &str) -> &str {
        self.metadata
            .get(key)
            .map_or("", |value| value.to_str().unwrap())
    }

    pub fn request<R: Message + Default>(&self) -> R {
        R::decode(self.message.clone()).unwrap()
    }
}

pub type Answer = Result<Bytes, Status>;
type Answering = Pin<Box<dyn Future<Output = Answer> + Send>>;

#[allow(clippy::unnecessary_wraps)] // an answer, beside those that are errors
pub fn message(message: &impl Message) -> Answer {
    Ok(message.encode_to_vec().into())
}

pub struct Fake {
    pub target: String,
    calls: Arc<Mutex<Vec<Call>>>,
    serving: JoinHandle<()>,
}

impl Fake {
    /// Answers each call by what `answer` says of it and of how many calls came before.
    pub async fn start(
        answer: impl Fn(&Call, usize) -> Answer + Clone + Send + Sync + 'static,
    ) -> Self {
        Self::serve(Server::builder(), move |call, before| {
            let answer = answer(&call, before);
            Box::pin(async move { answer })
        })
        .await
    }

    pub async fn serve(
        mut server: Server,
        answer: impl Fn(Call, usize) -> Answering + Clone + Send + Sync + 'static,
    ) -> Self {
        let calls = Arc::<Mutex<Vec<Call>>>::default();
        let known = Arc::clone(&calls);
        let routes: Routes = axum::Router::new()
            .fallback(move |request: Request| {
                let method = request.uri().path().rsplit('/').next().unwrap().to_owned();
                let one = One {
                    method,
                    answer: answer.clone(),
                    calls: Arc::clone(&known),
                };
                async move { Grpc::new(Raw).unary(one, request).await }
            })
            .into();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let target = listener.local_addr().unwrap().to_string();
        let incoming = TcpListenerStream::new(listener);
        let serving = server.add_routes(routes).serve_with_incoming(incoming);
        Self {
            target,
            calls,
            serving: tokio::spawn(async move { serving.await.unwrap() }),
        }
    }

    pub fn calls(&self) -> Vec<Call> {
        self.calls.lock().unwrap().clone()
    }

    pub fn methods(&self) -> Vec<String> {
        self.calls().into_iter().map(|call| call.method).collect()
    }
}

impl Drop for Fake {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

struct One<A> {
    method: String,
    answer: A,
    calls: Arc<Mutex<Vec<Call>>>,
}

impl<A: Fn(Call, usize) -> Answering> UnaryService<Bytes> for One<A> {
    type Response = Bytes;
    type Future = Pin<Box<dyn Future<Output = Result<Response<Bytes>, Status>> + Send>>;

    fn call(&mut self, request: tonic::Request<Bytes>) -> Self::Future {
        let (metadata, _, message) = request.into_parts();
        let call = Call {
            method: self.method.clone(),
            metadata,
            message,
        };
        let before = {
            let mut calls = self.calls.lock().unwrap();
            calls.push(call.clone());
            calls.len() - 1
        };
        let answering = (self.answer)(call, before);
        Box::pin(async move { answering.await.map(Response::new) })
    }
}

/// Messages as bytes.
struct Raw;

impl Codec for Raw {
    type Encode = Bytes;
    type Decode = Bytes;
    type Encoder = Self;
    type Decoder = Self;

    fn encoder(&mut self) -> Self {
        Self
    }

    fn decoder(&mut self) -> Self {
        Self
    }
}

impl Encoder for Raw {
    type Item = Bytes;
    type Error = Status;

    fn encode(&mut self, item: Bytes, buffer: &mut EncodeBuf<'_>) -> Result<(), Status> {
        buffer.put(item);
        Ok(())
    }
}

impl Decoder for Raw {
    type Item = Bytes;
    type Error = Status;

    fn decode(&mut self, buffer: &mut DecodeBuf<'_>) -> Result<Option<Bytes>, Status> {
        Ok(Some(buffer.copy_to_bytes(buffer.remaining())))
    }
}
