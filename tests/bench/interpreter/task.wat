;; Makes a task of Ruby: started by _initialize, it answers each message, which is Ruby, with its value
;; as a string, or with the error that it raised. Strings and lists are (offset, length), and strings
;; are closed by a zero; a value is its handle; a function with two results answers where they stand.
(module
  (import "polyprim" "read" (func $read (param i32 i32) (result i32)))
  (import "polyprim" "reply" (func $reply (param i32 i32)))
  (import "ruby" "memory" (memory 1))
  (import "ruby" "__wasi_vfs_rt_init" (func $initialize_files))
  (import "ruby" "cabi_realloc" (func $realloc (param i32 i32 i32 i32) (result i32)))
  (import "ruby" "canonical_abi_drop_rb-abi-value" (func $drop (param i32)))
  (import "ruby" "ruby-init: func(args: list<string>) -> ()" (func $init (param i32 i32)))
  (import "ruby" "rb-eval-string-protect: func(str: string) -> tuple<handle<rb-abi-value>, s32>"
    (func $eval (param i32 i32) (result i32)))
  (import "ruby" "rb-funcallv-protect: func(recv: handle<rb-abi-value>, mid: u32, args: list<handle<rb-abi-value>>) -> tuple<handle<rb-abi-value>, s32>"
    (func $send (param i32 i32 i32 i32) (result i32)))
  (import "ruby" "rb-intern: func(name: string) -> u32" (func $intern (param i32 i32) (result i32)))
  (import "ruby" "rb-errinfo: func() -> handle<rb-abi-value>" (func $error (result i32)))
  (import "ruby" "rb-clear-errinfo: func() -> ()" (func $clear_error))
  (import "ruby" "rstring-ptr: func(value: handle<rb-abi-value>) -> string"
    (func $text (param i32) (result i32)))
  (import "ruby" "cabi_post_rstring-ptr" (func $free_text (param i32)))

  (global $code (mut i32) (i32.const 0))
  (global $to_s (mut i32) (i32.const 0))
  (global $inspect (mut i32) (i32.const 0))

  (func $allocate (param $length i32) (result i32)
    (call $realloc (i32.const 0) (i32.const 0) (i32.const 8) (local.get $length)))

  ;; A string of at most 16 bytes, closed by a zero.
  (func $string (param $first i64) (param $second i64) (result i32)
    (local $offset i32)
    (i64.store (local.tee $offset (call $allocate (i32.const 24))) (local.get $first))
    (i64.store offset=8 (local.get $offset) (local.get $second))
    (i64.store offset=16 (local.get $offset) (i64.const 0))
    (local.get $offset))

  (func $set_argument (param $place i32) (param $string i32) (param $length i32)
    (i32.store (local.get $place) (local.get $string))
    (i32.store offset=4 (local.get $place) (i32.add (local.get $length) (i32.const 1))))

  (func (export "_initialize")
    (local $arguments i32)
    (call $initialize_files)
    (local.set $arguments (call $allocate (i32.const 24)))
    (call $set_argument (local.get $arguments)
      (call $string (i64.const 0x79627572) (i64.const 0)) (i32.const 4)) ;; ruby
    (call $set_argument (i32.add (local.get $arguments) (i32.const 8))
      (call $string (i64.const 0x6c62617369642d2d) (i64.const 0x6c6c612d65)) ;; --disable-all
      (i32.const 13))
    (call $set_argument (i32.add (local.get $arguments) (i32.const 16))
      (call $string (i64.const 0x30652d) (i64.const 0)) (i32.const 3)) ;; -e0
    (call $init (local.get $arguments) (i32.const 3))
    (global.set $code (call $allocate (i32.const 65537)))
    (global.set $to_s
      (call $intern (call $string (i64.const 0x735f6f74) (i64.const 0)) (i32.const 4)))
    (global.set $inspect
      (call $intern (call $string (i64.const 0x74636570736e69) (i64.const 0)) (i32.const 7))))

  (func (export "polyprim_message")
    (local $length i32)
    (local $outcome i32)
    (local $value i32)
    (local $shown i32)
    (local $method i32)
    (local.set $length (call $read (global.get $code) (i32.const 65536)))
    (i32.store8 (i32.add (global.get $code) (local.get $length)) (i32.const 0))
    (local.set $outcome (call $eval (global.get $code) (local.get $length)))
    (local.set $value (i32.load (local.get $outcome)))
    (local.set $method (global.get $to_s))
    (if (i32.load offset=4 (local.get $outcome))
      (then
        (local.set $value (call $error))
        (call $clear_error)
        (local.set $method (global.get $inspect))))
    (local.set $outcome
      (call $send (local.get $value) (local.get $method) (i32.const 0) (i32.const 0)))
    (local.set $shown (i32.load (local.get $outcome)))
    (local.set $outcome (call $text (local.get $shown)))
    (call $reply (i32.load (local.get $outcome)) (i32.load offset=4 (local.get $outcome)))
    (call $free_text (local.get $outcome))
    (call $drop (local.get $shown))
    (call $drop (local.get $value))))
