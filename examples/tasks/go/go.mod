module polyprim.dev/examples/ledger

go 1.24

require polyprim.dev/task v0.0.0

replace polyprim.dev/task => ../../../guest/go
