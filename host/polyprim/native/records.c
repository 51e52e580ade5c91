// Calls that are made often, in Python's own C API: with one or two numbers, which cffi takes half
// again as long for, or with records, one or many, where what cffi would need several objects and
// 300 ns for is the record's bytes object and nothing else. records.py fetches these functions.
//
// A batch is how modules take and answer many records: `room` sizes of 32 bits, and then the
// payloads one behind the other.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include <stdint.h>
#include <string.h>

#include "bridge.h"

// No other call of the thread may come in between, and overwrite the buffer: so between site_begin
// and site_end no object is made that the garbage collector would look at. Without the GIL, nobody
// closes the attachment, and the buffer is still the thread's own.
#ifdef BRIDGE_GIVES_UP_GIL
#define GIVE_UP_GIL PyThreadState *state = PyEval_SaveThread();
#define TAKE_GIL PyEval_RestoreThread(state);
#else
#define GIVE_UP_GIL
#define TAKE_GIL
#endif

static int64_t call_it(const struct site *site, struct attachment *own, int64_t a, int64_t b) {
    GIVE_UP_GIL
    const int64_t answer = site_call(site, own, a, b);
    TAKE_GIL
    return answer;
}

static int expects(int condition, const char *what) {
    if (!condition && !PyErr_Occurred()) PyErr_SetString(PyExc_TypeError, what);
    return condition;
}

// The site at an address, or NULL with an exception.
static const struct site *site_of(PyObject *address) {
    const struct site *site = PyLong_AsVoidPtr(address);
    return expects(site != NULL, "there is no site at 0") ? site : NULL;
}

static PyObject *records_call(PyObject *self, PyObject *const *arguments, Py_ssize_t count) {
    (void)self;
    if (!expects(count >= 1 && count <= 3, "call(site, a, b)")) return NULL;
    const struct site *site = site_of(arguments[0]);
    if (site == NULL) return NULL;
    long long numbers[2] = {0, 0};
    for (Py_ssize_t i = 1; i < count; i++) {
        if (!expects(PyLong_Check(arguments[i]), "call(site, int, int)")) return NULL;
        numbers[i - 1] = PyLong_AsLongLong(arguments[i]);
        if (numbers[i - 1] == -1 && PyErr_Occurred()) return NULL;
    }
    return PyLong_FromLongLong(call2(site, numbers[0], numbers[1]));
}

static PyObject *records_put(PyObject *self, PyObject *const *arguments, Py_ssize_t count) {
    (void)self;
    if (!expects(count == 2 && PyBytes_CheckExact(arguments[1]), "put(site, bytes)")) return NULL;
    const struct site *site = site_of(arguments[0]);
    if (site == NULL) return NULL;
    const size_t length = (size_t)PyBytes_GET_SIZE(arguments[1]);
    if (length > REQUEST_BYTES) return PyLong_FromLongLong(FAULT + STATUS_TOO_LARGE);
    struct attachment *own;
    char *buffer;
    int64_t answer = site_begin(site, &own, &buffer);
    if (answer == 0) {
        memcpy(buffer, PyBytes_AS_STRING(arguments[1]), length);
        answer = call_it(site, own, (int64_t)length, 0);
    }
    site_end(own);
    return PyLong_FromLongLong(answer);
}

static PyObject *records_take(PyObject *self, PyObject *const *arguments, Py_ssize_t count) {
    (void)self;
    if (!expects(count == 2, "take(site, a)")) return NULL;
    const struct site *site = site_of(arguments[0]);
    const int64_t a = PyLong_AsLongLong(arguments[1]);
    if (site == NULL || PyErr_Occurred()) return NULL;
    struct attachment *own;
    char *buffer;
    int64_t answer = site_begin(site, &own, &buffer);
    if (answer == 0) answer = call_it(site, own, a, 0);
    if (answer > (int64_t)REPLY_BYTES) answer = FAULT + STATUS_DATA_LOSS;
    PyObject *record = answer < 0 ? PyLong_FromLongLong(answer)
                                  : PyBytes_FromStringAndSize(buffer + REQUEST_BYTES, answer);
    site_end(own);
    return record;
}

// The bytes that a list of records takes as a batch; -1 with TypeError or OverflowError.
static Py_ssize_t batch_length(PyObject *records) {
    const Py_ssize_t count = PyList_GET_SIZE(records), limit = REQUEST_BYTES;
    Py_ssize_t length = 4 * count;
    for (Py_ssize_t i = 0; i < count && length <= limit; i++) {
        PyObject *record = PyList_GET_ITEM(records, i);
        if (!expects(PyBytes_CheckExact(record), "put_many(site, list of bytes)")) return -1;
        length += PyBytes_GET_SIZE(record);
    }
    if (length <= limit) return length;
    PyErr_SetString(PyExc_OverflowError, "the records are too long together");
    return -1;
}

static void join(PyObject *records, char *size_at) {
    char *to = size_at + 4 * PyList_GET_SIZE(records);
    for (Py_ssize_t i = 0; i < PyList_GET_SIZE(records); i++, size_at += 4) {
        PyObject *record = PyList_GET_ITEM(records, i);
        const uint32_t size = (uint32_t)PyBytes_GET_SIZE(record);
        memcpy(size_at, &size, 4);
        memcpy(to, PyBytes_AS_STRING(record), size);
        to += size;
    }
}

static PyObject *records_put_many(PyObject *self, PyObject *const *arguments, Py_ssize_t count) {
    (void)self;
    if (!expects(count == 2 && PyList_CheckExact(arguments[1]), "put_many(site, list)")) {
        return NULL;
    }
    const struct site *site = site_of(arguments[0]);
    PyObject *records = arguments[1];
    const Py_ssize_t length = site == NULL ? -1 : batch_length(records);
    if (length < 0) return NULL;
    struct attachment *own;
    char *buffer;
    int64_t answer = site_begin(site, &own, &buffer);
    if (answer == 0) {
        join(records, buffer);
        answer = call_it(site, own, length, PyList_GET_SIZE(records));
    }
    site_end(own);
    return PyLong_FromLongLong(answer);
}

// Fills a list of `room` empty places with the `count` records of a batch with so much room, and
// makes it as short. -1 with an exception. Another process may change the batch at any moment.
static int split(const char *batch, size_t length, size_t room, size_t count, PyObject *records) {
    size_t from = 4 * room;
    if (!expects(from <= length && count <= room, "a batch has no room for so many")) return -1;
    for (size_t i = 0; i < count; i++) {
        const uint32_t size = ((const volatile uint32_t *)batch)[i];
        if (!expects(size <= length - from, "a record ends behind its batch")) return -1;
        PyObject *record = PyBytes_FromStringAndSize(batch + from, size);
        if (record == NULL) return -1;
        PyList_SET_ITEM(records, (Py_ssize_t)i, record);
        from += size;
    }
    return PyList_SetSlice(records, (Py_ssize_t)count, (Py_ssize_t)room, NULL);
}

static PyObject *split_or_none(int result, PyObject *records) {
    if (result != 0) Py_CLEAR(records);
    return records;
}

static PyObject *records_take_many(PyObject *self, PyObject *const *arguments, Py_ssize_t count) {
    (void)self;
    if (!expects(count == 2, "take_many(site, count)")) return NULL;
    const struct site *site = site_of(arguments[0]);
    const Py_ssize_t room = PyLong_AsSsize_t(arguments[1]);
    if (site == NULL || PyErr_Occurred()) return NULL;
    if (!expects(room >= 0 && room <= (Py_ssize_t)REPLY_BYTES / 4, "no batch has such a room")) {
        return NULL;
    }
    PyObject *records = PyList_New(room);
    if (records == NULL) return NULL;
    PyObject_GC_UnTrack(records);  // nobody may find it before its places are filled
    struct attachment *own;
    char *buffer;
    int64_t answer = site_begin(site, &own, &buffer);
    if (answer == 0) answer = call_it(site, own, room, 0);
    if (answer < 0) {
        Py_SETREF(records, PyLong_FromLongLong(answer));
    } else {
        const char *batch = buffer + REQUEST_BYTES;
        const int done = split(batch, REPLY_BYTES, (size_t)room, (size_t)answer, records);
        records = split_or_none(done, records);
        if (records != NULL) PyObject_GC_Track(records);
    }
    site_end(own);
    return records;
}

static PyObject *records_split(PyObject *self, PyObject *const *arguments, Py_ssize_t count) {
    (void)self;
    if (!expects(count == 4, "split(address, length, room, count)")) return NULL;
    const char *batch = PyLong_AsVoidPtr(arguments[0]);
    size_t numbers[3];
    for (int i = 0; i < 3 && !PyErr_Occurred(); i++)
        numbers[i] = PyLong_AsSize_t(arguments[i + 1]);
    if (PyErr_Occurred()) return NULL;
    if (!expects(numbers[1] <= numbers[0] / 4, "a batch has no room for so many")) return NULL;
    PyObject *records = PyList_New((Py_ssize_t)numbers[1]);
    if (records == NULL) return NULL;
    return split_or_none(split(batch, numbers[0], numbers[1], numbers[2], records), records);
}

#define FUNCTION(name) {#name, (PyCFunction)(void (*)(void))records_##name, METH_FASTCALL, NULL}
static PyMethodDef functions[] = {
    FUNCTION(call),     FUNCTION(put),       FUNCTION(take),
    FUNCTION(put_many), FUNCTION(take_many), FUNCTION(split),
};

// The functions above, as a tuple.
__attribute__((visibility("default"))) PyObject *records_functions(void) {
    const Py_ssize_t count = sizeof functions / sizeof functions[0];
    PyObject *tuple = PyTuple_New(count);
    for (Py_ssize_t i = 0; tuple != NULL && i < count; i++) {
        PyObject *function = PyCFunction_New(&functions[i], NULL);
        if (function == NULL) {
            Py_CLEAR(tuple);
        } else {
            PyTuple_SET_ITEM(tuple, i, function);
        }
    }
    return tuple;
}
