;; A mutable global that holds a function.
(module
  (type $answer (func (result i32)))
  (table $table 1 funcref)
  (global $chosen (mut funcref) (ref.null func))
  (elem declare func $one)
  (func $one (result i32) (i32.const 1))
  (func (export "choose") (global.set $chosen (ref.func $one)))
  (func (export "ask") (result i32)
    (table.set $table (i32.const 0) (global.get $chosen))
    (call_indirect (type $answer) (i32.const 0))))
