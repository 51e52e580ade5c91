;; Imports what no host has.
(module
  (import "elsewhere" "frobnicate" (func $frobnicate (param i32) (result i32)))
  (func (export "_start") (drop (call $frobnicate (i32.const 1)))))
