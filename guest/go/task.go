// Package task is what a task written in Go asks of its host.
//
// Such a task is built with GOOS=wasip1 GOARCH=wasm go build -buildmode=c-shared. It exports
// polyprim_message, which the host calls for each message, with //go:wasmexport. Between messages all
// its goroutines are parked, and the whole of them can be stored.
package task

import (
	"fmt"
	"unsafe"
)

// Code is why a call was refused: the code of gRPC.
type Code int32

func (code Code) Error() string { return fmt.Sprintf("refused with gRPC code %d", int32(code)) }

//go:wasmimport polyprim read
func read(buffer unsafe.Pointer, capacity uint32) uint32

//go:wasmimport polyprim reply
func reply(bytes unsafe.Pointer, length uint32)

//go:wasmimport polyprim call
func call(method string, request unsafe.Pointer, requestLength uint32,
	reply unsafe.Pointer, replyCapacity uint32) int32

// Message gives the message that is being delivered.
func Message() []byte {
	for buffer := make([]byte, 1024); ; buffer = make([]byte, 4*len(buffer)) {
		length := read(unsafe.Pointer(&buffer[0]), uint32(len(buffer)))
		if int(length) < len(buffer) {
			return buffer[:length]
		}
	}
}

// Reply adds to the answer that the message's sender gets: a list, one item a call.
func Reply(answer []byte) { reply(unsafe.Pointer(unsafe.SliceData(answer)), uint32(len(answer))) }

// Call calls a method of the contract, such as "polyprim.v1.CounterService/Add", with its protobuf
// request, on the host's segment. The reply is placed into buffer. The error is a Code. A call that
// has to wait stops all goroutines meanwhile, and the task cannot be stored there.
func Call(method string, request, buffer []byte) ([]byte, error) {
	length := call(method, unsafe.Pointer(unsafe.SliceData(request)), uint32(len(request)),
		unsafe.Pointer(unsafe.SliceData(buffer)), uint32(len(buffer)))
	if length < 0 {
		return nil, Code(-length)
	}
	return buffer[:length], nil
}
