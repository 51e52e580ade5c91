;; Traps, three named functions deep, unless it is given a negative number.
(module
  (func $innermost (param $value i32)
    (if (i32.ge_s (local.get $value) (i32.const 0)) (then unreachable)))
  (func $middle (param $value i32) (call $innermost (local.get $value)))
  (func $outermost (export "outermost") (param $value i32) (call $middle (local.get $value))))
