;; Two memories.
(module
  (memory (export "memory") 1)
  (memory $second 1)
  (func (export "store") (param $value i32)
    (i32.store $second (i32.const 0) (local.get $value)))
  (func (export "load") (result i32) (i32.load $second (i32.const 0))))
