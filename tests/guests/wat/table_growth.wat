;; Lets its table grow until that is refused, and answers its size.
(module
  (table $table 1 funcref)
  (func (export "grow") (result i32)
    (loop $again
      (br_if $again
        (i32.ne (table.grow $table (ref.null func) (i32.const 65536)) (i32.const -1))))
    (table.size $table)))
