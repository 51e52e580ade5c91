;; Data in the last bytes of memory, overlapping segments, and an empty one at the very end.
(module
  (memory (export "memory") 2 4)
  (data (i32.const 65530) "overlapped")
  (data (i32.const 65533) "PED")
  (data (i32.const 131070) "zz")
  (data (i32.const 131072) "")
  (func (export "load") (param $offset i32) (result i32) (i32.load8_u (local.get $offset)))
  (func (export "grow") (param $pages i32) (result i32) (memory.grow (local.get $pages))))
