//! A host of this tree in a process of its own.

use std::path::{Path, PathBuf};
use std::process::Stdio;

use polyprim_client::Client;
use serde_json::Value;
use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt as _, BufReader};
use tokio::process::{Child, Command};

/// A host with a segment of its own, until it is dropped.
pub struct Host {
    pub target: String,
    folder: TempDir,
    process: Child,
}

impl Host {
    pub async fn start() -> Self {
        Self::start_at("127.0.0.1:0").await
    }

    pub async fn start_at(address: &str) -> Self {
        let folder = TempDir::new().unwrap();
        let (process, target) = serve(folder.path(), address).await;
        Self {
            target,
            folder,
            process,
        }
    }

    pub async fn client(&self) -> Client {
        Client::connect(&self.target).await.unwrap()
    }

    pub async fn stop(&mut self) {
        self.process.kill().await.unwrap();
    }

    /// Serves the same segment at the same address again.
    pub async fn restart(&mut self) {
        let (process, target) = serve(self.folder.path(), &self.target).await;
        assert_eq!(target, self.target);
        self.process = process;
    }
}

async fn serve(folder: &Path, address: &str) -> (Child, String) {
    let root: PathBuf = [env!("CARGO_MANIFEST_DIR"), "..", ".."].iter().collect();
    let mut process = Command::new(root.join(".venv/bin/python"))
        .args(["-m", "polyprim", "serve"])
        .arg(folder.join("segment"))
        .args(["--address", address, "--json"])
        .stdout(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .expect("a host needs ./build.sh setup");
    let mut line = String::new();
    let mut output = BufReader::new(process.stdout.take().unwrap());
    output.read_line(&mut line).await.unwrap();
    let facts: Value = serde_json::from_str(&line).expect("the host says where it listens");
    let target = facts["address"].as_str().unwrap().to_owned();
    (process, target)
}
