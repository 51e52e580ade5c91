//! What a task written in Rust asks of its host.
//!
//! A reactor is a `cdylib` for `wasm32-wasip1` that exports `polyprim_message`, which the host calls
//! for each message. A program with a `main` waits for messages by [`park`] instead; with [`stack!`]
//! and `guest/asyncify.sh` it is suspended there, and may be stored and go on in another process.

use std::fmt;

/// Why a call was refused: the code of gRPC.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Code(pub i32);

impl fmt::Display for Code {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "refused with gRPC code {}", self.0)
    }
}

impl std::error::Error for Code {}

mod host {
    #[link(wasm_import_module = "polyprim")]
    unsafe extern "C" {
        pub safe fn park() -> i32;
        pub fn read(buffer: *mut u8, capacity: usize) -> usize;
        pub fn reply(bytes: *const u8, length: usize);
        pub fn call(
            method: *const u8,
            method_length: usize,
            request: *const u8,
            request_length: usize,
            reply: *mut u8,
            reply_capacity: usize,
        ) -> i32;
    }
}

/// Waits for the next message.
pub fn park() -> Vec<u8> {
    let length = host::park() as usize;
    read(length)
}

/// The message that is being delivered to `polyprim_message`.
pub fn message() -> Vec<u8> {
    let mut capacity = 1024;
    loop {
        let message = read(capacity);
        if message.len() < capacity {
            return message;
        }
        capacity *= 4;
    }
}

fn read(capacity: usize) -> Vec<u8> {
    let mut message = vec![0; capacity];
    // SAFETY: the host writes at most `capacity` bytes.
    let length = unsafe { host::read(message.as_mut_ptr(), capacity) };
    message.truncate(length);
    message
}

/// Adds to the answer that the message's sender gets: a list, one item a call.
pub fn reply(answer: &[u8]) {
    // SAFETY: the host only reads, and only these bytes.
    unsafe { host::reply(answer.as_ptr(), answer.len()) }
}

/// Calls a method of the contract, such as `polyprim.v1.CounterService/Add`, with its protobuf
/// request, on the host's segment; answers the reply, which may have that many bytes. A call that
/// has to wait parks as [`park`] does.
pub fn call(method: &str, request: &[u8], reply_capacity: usize) -> Result<Vec<u8>, Code> {
    let mut reply = vec![0; reply_capacity];
    // SAFETY: the host reads the method and the request, and writes at most `reply_capacity` bytes.
    let length = unsafe {
        host::call(
            method.as_ptr(),
            method.len(),
            request.as_ptr(),
            request.len(),
            reply.as_mut_ptr(),
            reply_capacity,
        )
    };
    reply.truncate(usize::try_from(length).map_err(|_| Code(-length))?);
    Ok(reply)
}

/// Once in a task that wants to be suspended: asks `guest/asyncify.sh` for it, and keeps room for the
/// locals of the functions on its stack. A task that parks deeper than that many bytes traps.
#[macro_export]
macro_rules! stack {
    ($bytes:expr) => {
        #[unsafe(no_mangle)]
        extern "C" fn polyprim_stack() -> *mut u8 {
            const WORDS: usize = ($bytes as usize).div_ceil(8);
            #[repr(C)]
            struct Area {
                start: *mut u64,
                end: *mut u64,
            }
            static mut ROOM: [u64; WORDS] = [0; WORDS];
            static mut AREA: Area = Area {
                start: &raw mut ROOM as *mut u64,
                // SAFETY: one past the end of ROOM.
                end: unsafe { (&raw mut ROOM as *mut u64).add(WORDS) },
            };
            (&raw mut AREA).cast()
        }
    };
}
