"""Engine, segment, attachment: what turns wasm modules and a file into a place to work in."""
