;; A passive data segment that is copied when it is asked for, and never dropped.
(module
  (memory (export "memory") 1)
  (data (i32.const 0) "active")
  (data $passive "passive")
  (func (export "copy") (param $offset i32)
    (memory.init $passive (local.get $offset) (i32.const 0) (i32.const 7))))
