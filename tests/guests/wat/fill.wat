;; One instruction that works for long: fills the whole of 256 MiB.
(module
  (memory (export "memory") 4096)
  (func (export "fill") (param $value i32)
    (memory.fill (i32.const 0) (local.get $value) (i32.const 0x10000000)))
  (func (export "fill_for_ever")
    (loop $again
      (memory.fill (i32.const 0) (i32.const 1) (i32.const 0x10000000))
      (br $again))))
