//! Obeys commands on stdin, one JSON object a line, with the client as a user would; answers on
//! stdout, in any order.

mod calls;
mod dynamic;
mod fault;
mod load;
mod values;

use std::collections::HashMap;
use std::io;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use polyprim_client::{Client, Tls};
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

use crate::fault::Fault;

#[derive(Deserialize)]
struct Command {
    id: u64,
    op: String,
    #[serde(default)]
    args: Value,
}

#[derive(Deserialize)]
struct Connect {
    client: String,
    target: String,
    timeout_ms: Option<u64>,
    namespace: Option<String>,
    token: Option<String>,
    tls: Option<TlsFiles>,
    safe_retries: Option<bool>,
    attempts: Option<u32>,
}

#[derive(Deserialize)]
struct TlsFiles {
    ca: Option<String>,
    cert: Option<String>,
    key: Option<String>,
}

#[derive(Deserialize)]
struct Call {
    client: String,
    method: String,
    #[serde(default)]
    args: Value,
    timeout_ms: Option<u64>,
    #[serde(default)]
    metadata: HashMap<String, String>,
}

#[derive(Deserialize)]
struct Cancel {
    call: u64,
}

#[derive(Deserialize)]
struct Close {
    client: String,
}

/// What is known by name or number.
#[derive(Default)]
struct Runner {
    clients: Mutex<HashMap<String, Client>>,
    calls: Mutex<HashMap<u64, CancellationToken>>,
}

#[tokio::main]
async fn main() -> io::Result<()> {
    let runner = Arc::new(Runner::default());
    let (answers, mut answered) = mpsc::unbounded_channel::<Value>();
    let writer = tokio::spawn(async move {
        let mut output = tokio::io::stdout();
        while let Some(answer) = answered.recv().await {
            output.write_all(format!("{answer}\n").as_bytes()).await?;
            output.flush().await?;
        }
        Ok(())
    });
    let mut lines = BufReader::new(tokio::io::stdin()).lines();
    loop {
        let line = tokio::select! {
            line = lines.next_line() => line?,
            () = answers.closed() => None,
        };
        let Some(line) = line else { break };
        let command: Command = serde_json::from_str(&line)?;
        let cancelled = runner.expect(&command);
        let (runner, answers) = (Arc::clone(&runner), answers.clone());
        tokio::spawn(async move {
            let id = command.id;
            let obeyed = cancelled.run_until_cancelled(runner.obey(command)).await;
            lock(&runner.calls).remove(&id);
            let answer = match obeyed.unwrap_or_else(|| Err(Fault::cancelled())) {
                Ok(answer) => json!({"id": id, "ok": answer}),
                Err(fault) => json!({"id": id, "error": fault}),
            };
            // Nobody reads answers any more where this fails.
            let _ = answers.send(answer);
        });
    }
    writer.abort();
    writer.await.unwrap_or(Ok(()))
}

impl Runner {
    /// Lets a command be cancelled from now on, even before it is begun.
    fn expect(&self, command: &Command) -> CancellationToken {
        let token = CancellationToken::new();
        lock(&self.calls).insert(command.id, token.clone());
        token
    }

    async fn obey(&self, command: Command) -> Result<Value, Fault> {
        match &*command.op {
            "connect" => self.connect(parsed(command.args)?),
            "call" => self.call(parsed(command.args)?).await,
            "cancel" => {
                let cancel: Cancel = parsed(command.args)?;
                if let Some(call) = lock(&self.calls).get(&cancel.call) {
                    call.cancel();
                }
                Ok(json!({}))
            }
            "close" => {
                let close: Close = parsed(command.args)?;
                self.client(&close.client)?.close().await;
                Ok(json!({}))
            }
            "load" => {
                let load: load::Load = parsed(command.args)?;
                let client = self.client(&load.client)?;
                load::run(&client, load).await
            }
            "about" => Ok(json!({
                "language": "rust",
                "client": env!("CARGO_PKG_VERSION"),
                "runtime": env!("RUSTC_VERSION"),
            })),
            op => Err(Fault::unimplemented(op)),
        }
    }

    fn connect(&self, args: Connect) -> Result<Value, Fault> {
        let mut builder = Client::builder(args.target);
        if let Some(timeout) = args.timeout_ms {
            builder = builder.timeout(Duration::from_millis(timeout));
        }
        if let Some(namespace) = args.namespace {
            builder = builder.namespace(namespace);
        }
        if let Some(token) = args.token {
            builder = builder.token(token);
        }
        if let Some(files) = args.tls {
            builder = builder.tls(files.into());
        }
        if let Some(safe_retries) = args.safe_retries {
            builder = builder.safe_retries(safe_retries);
        }
        if let Some(attempts) = args.attempts {
            builder = builder.attempts(attempts);
        }
        let client = builder.connect_lazy()?;
        lock(&self.clients).insert(args.client, client);
        Ok(json!({}))
    }

    async fn call(&self, args: Call) -> Result<Value, Fault> {
        let mut client = self.client(&args.client)?;
        if let Some(timeout) = args.timeout_ms {
            client = client.with_timeout(Duration::from_millis(timeout));
        }
        for (key, value) in &args.metadata {
            client = client.with_metadata(key, value)?;
        }
        calls::call(&client, &args.method, args.args).await
    }

    fn client(&self, name: &str) -> Result<Client, Fault> {
        let found = lock(&self.clients).get(name).cloned();
        found.ok_or_else(|| Fault::misused(format!("there is no client {name:?}")))
    }
}

impl From<TlsFiles> for Tls {
    fn from(files: TlsFiles) -> Self {
        let mut tls = Self::new();
        if let Some(ca) = files.ca {
            tls = tls.ca(ca);
        }
        if let (Some(cert), Some(key)) = (files.cert, files.key) {
            tls = tls.identity(cert, key);
        }
        tls
    }
}

fn parsed<T: for<'de> Deserialize<'de>>(args: Value) -> Result<T, Fault> {
    serde_json::from_value(args).map_err(Fault::misused)
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
