//! Servers that are not there, are something else, or say nothing.

use std::time::Duration;

use polyprim_client::{Client, Error, ErrorKind};
use tempfile::TempDir;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

use crate::host::Host;

fn assert_unavailable(error: &Error) {
    assert_eq!(error.kind(), ErrorKind::Unavailable, "{error:?}");
    assert_eq!((error.code(), error.reason()), ("UNAVAILABLE", ""));
}

/// A port of this machine where something else is served.
async fn port<F: Future<Output = ()> + Send + 'static>(serve: fn(TcpStream) -> F) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let target = listener.local_addr().unwrap().to_string();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(serve(stream));
        }
    });
    target
}

#[tokio::test]
async fn an_address_without_a_server_is_unavailable() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let target = listener.local_addr().unwrap().to_string();
    drop(listener);

    assert_unavailable(&Client::connect(&target).await.unwrap_err());
    let lazy = Client::builder(&target).attempts(2).connect_lazy().unwrap();
    let hits = lazy.counter("hits").handle();
    let error = hits.add(1).await.unwrap_err();
    assert_unavailable(&error);
    assert_eq!(error.attempts(), 1);
    let error = hits.get().await.unwrap_err();
    assert_unavailable(&error);
    assert_eq!(error.attempts(), 2);
    assert_unavailable(&Client::connect("unix:/gone/socket").await.unwrap_err());
}

#[tokio::test]
async fn a_server_of_something_else_is_unavailable() {
    let talkative = port(|mut stream| async move {
        let _ = stream
            .write_all(b"SSH-2.0-none\r\nNobody here speaks HTTP/2, sorry.\r\n")
            .await;
        let _ = stream.read_to_end(&mut Vec::new()).await;
    })
    .await;
    let polite = port(|mut stream| async move {
        let _ = stream.read(&mut [0; 1024]).await;
        let _ = stream
            .write_all(b"HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\n\r\n")
            .await;
    })
    .await;
    let curt = port(|stream| async move { drop(stream) }).await;

    for target in [talkative, polite, curt] {
        let client = Client::builder(&target).attempts(2).connect_lazy().unwrap();
        let hits = client.counter("hits").handle();
        assert_unavailable(&hits.add(1).await.unwrap_err());
        assert_unavailable(&hits.get().await.unwrap_err());
    }
}

#[tokio::test]
async fn a_server_that_says_nothing_is_given_up() {
    let target = port(|mut stream| async move {
        let _ = stream.read_to_end(&mut Vec::new()).await;
    })
    .await;

    let client = Client::connect(&target).await.unwrap();
    let hits = client.counter("hits").handle();
    let error = hits
        .with_timeout(Duration::from_millis(50))
        .get()
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Deadline, "{error:?}");
}

#[tokio::test]
async fn a_unix_socket_is_a_target() {
    let folder = TempDir::new().unwrap();
    let address = format!("unix:{}", folder.path().join("socket").display());
    let host = Host::start_at(&address).await;

    let client = Client::builder(&host.target)
        .token("not asked for")
        .connect();
    let hits = client.await.unwrap().counter("hits").await.unwrap();
    assert_eq!(hits.add(1).await.unwrap(), 1);
}

#[tokio::test]
async fn a_host_that_comes_back_is_found_again() {
    let mut host = Host::start().await;
    let client = host.client().await;
    let hits = client.counter("hits").await.unwrap();
    hits.add(3).await.unwrap();

    host.stop().await;
    let once = Client::builder(&host.target).attempts(1).connect().await;
    assert_unavailable(&once.unwrap_err());
    assert_unavailable(&hits.add(1).await.unwrap_err());
    host.restart().await;
    assert_eq!(hits.get().await.unwrap(), 3);
}
