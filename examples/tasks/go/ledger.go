// A service whose state lives in parked goroutines: each customer has one of his own, which waits for
// his orders and keeps their sum in its locals. Another counts the ticks of a clock.
//
// Messages: "order CUSTOMER AMOUNT", "ticks", "sleep MILLISECONDS" and "draw".
package main

import (
	"crypto/rand"
	"fmt"
	mathrand "math/rand/v2"
	"runtime"
	"strings"
	"sync/atomic"
	"time"

	"polyprim.dev/task"
)

type order struct {
	amount int
	answer chan<- string
}

var (
	customers = map[string]chan<- order{}
	ticks     atomic.Int64
	generator = seeded()
)

func init() { go countTicks(time.NewTicker(50 * time.Millisecond)) }

func countTicks(ticker *time.Ticker) {
	for range ticker.C {
		ticks.Add(1)
	}
}

func serve(name string, orders <-chan order) {
	sum, count := 0, 0
	for next := range orders {
		sum += next.amount
		count++
		next.answer <- fmt.Sprintf("%s: %d in %d orders", name, sum, count)
	}
}

func place(name string, amount int) string {
	orders, known := customers[name]
	if !known {
		fresh := make(chan order)
		go serve(name, fresh)
		customers[name], orders = fresh, fresh
	}
	answer := make(chan string)
	orders <- order{amount, answer}
	return <-answer
}

// What a generator holds is in the snapshot, and in all that is restored from it.
func seeded() *mathrand.Rand {
	var seed [32]byte
	rand.Read(seed[:])
	return mathrand.New(mathrand.NewChaCha8(seed))
}

func answer(message string) string {
	var name string
	var number int
	verb, rest, _ := strings.Cut(message, " ")
	switch verb {
	case "order":
		if _, err := fmt.Sscan(rest, &name, &number); err == nil {
			return place(name, number)
		}
	case "ticks":
		runtime.Gosched() // lets a clock that is due tick
		return fmt.Sprint(ticks.Load())
	case "sleep":
		if _, err := fmt.Sscan(rest, &number); err == nil {
			time.Sleep(time.Duration(number) * time.Millisecond)
			return "slept"
		}
	case "draw":
		return fmt.Sprint(generator.Uint64())
	}
	return "error: it makes no sense: " + message
}

//go:wasmexport polyprim_message
func onMessage() { task.Reply([]byte(answer(string(task.Message())))) }

//go:wasmexport polyprim_restored
func onRestored() { generator = seeded() }

func main() {}
