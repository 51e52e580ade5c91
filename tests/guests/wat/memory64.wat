;; A memory with 64-bit offsets.
(module
  (memory (export "memory") i64 1)
  (func (export "load") (param $offset i64) (result i32) (i32.load (local.get $offset))))
