module polyprim.dev/task

go 1.24
