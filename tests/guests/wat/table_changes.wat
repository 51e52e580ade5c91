;; Changes its table while it runs, so that the table cannot be known from the module.
(module
  (type $answer (func (result i32)))
  (table $table 4 funcref)
  (elem (i32.const 0) $one $two)
  (elem declare func $three)
  (func $one (result i32) (i32.const 1))
  (func $two (result i32) (i32.const 2))
  (func $three (result i32) (i32.const 3))
  (func (export "ask") (param $place i32) (result i32)
    (call_indirect (type $answer) (local.get $place)))
  (func (export "change") (param $place i32)
    (table.set $table (local.get $place) (ref.func $three))))
