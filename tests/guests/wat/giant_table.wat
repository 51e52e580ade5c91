;; A table of 100 million elements.
(module
  (table $giant 100000000 funcref)
  (func (export "size") (result i32) (table.size $giant)))
