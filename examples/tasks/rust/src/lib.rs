//! Factorises numbers by a table that takes long to make: of each number below 12 million, its
//! smallest prime factor. 48 MB, which a restored task has at once.
//!
//! A message is a number, its answer is like "360 = 2 2 2 3 3 5".

use std::sync::LazyLock;

const LIMIT: usize = 12_000_000;

static SMALLEST_FACTOR: LazyLock<Vec<u32>> = LazyLock::new(|| {
    let mut smallest: Vec<u32> = (0..LIMIT as u32).collect();
    let mut primes = Vec::new();
    for number in 2..LIMIT {
        if smallest[number] as usize == number {
            primes.push(number);
        }
        for &prime in &primes {
            let multiple = prime * number;
            if prime > smallest[number] as usize || multiple >= LIMIT {
                break;
            }
            smallest[multiple] = prime as u32;
        }
    }
    smallest
});

/// Makes the table, unless it is there; answers its length.
#[unsafe(no_mangle)]
pub extern "C" fn prepare() -> u32 {
    SMALLEST_FACTOR.len() as u32
}

/// The smallest prime factor of a number; 0 if it has none or is not in the table.
#[unsafe(no_mangle)]
pub extern "C" fn smallest_factor(number: u32) -> u32 {
    let factor = SMALLEST_FACTOR.get(number as usize);
    factor.copied().filter(|&factor| factor > 1).unwrap_or(0)
}

fn factors(mut number: u32) -> Vec<u32> {
    let mut found = Vec::new();
    while number > 1 {
        found.push(smallest_factor(number));
        number /= found[found.len() - 1];
    }
    found
}

fn answer(message: &str) -> String {
    match message.trim().parse::<u32>() {
        Ok(number) if (number as usize) < LIMIT => {
            let shown: Vec<String> = factors(number).iter().map(u32::to_string).collect();
            format!("{number} = {}", shown.join(" "))
        }
        _ => format!("error: not a number below {LIMIT}: {message}"),
    }
}

/// Answers a message.
#[unsafe(no_mangle)]
pub extern "C" fn polyprim_message() {
    let message = String::from_utf8_lossy(&polyprim_task::message()).into_owned();
    polyprim_task::reply(answer(&message).as_bytes());
}
