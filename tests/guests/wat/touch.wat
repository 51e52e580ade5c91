;; A memory of 50 MiB, all of it filled once; then a word in each of some pages is added to and summed.
(module
  (memory (export "memory") 800)
  (func (export "fill") (local $at i32)
    (loop $more
      (i32.store (local.get $at) (i32.mul (local.get $at) (i32.const 0x9E3779B1)))
      (local.set $at (i32.add (local.get $at) (i32.const 4)))
      (br_if $more (i32.lt_u (local.get $at) (i32.const 52428800)))))
  (func (export "touch") (param $pages i32) (param $stride i32) (result i64)
    (local $at i32) (local $sum i64)
    (loop $more
      (i32.store (local.get $at) (i32.add (i32.load (local.get $at)) (i32.const 1)))
      (local.set $sum (i64.add (local.get $sum) (i64.load32_u (local.get $at))))
      (local.set $at (i32.add (local.get $at) (local.get $stride)))
      (local.set $pages (i32.sub (local.get $pages) (i32.const 1)))
      (br_if $more (local.get $pages)))
    (local.get $sum)))
