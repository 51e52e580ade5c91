// Calls that take or answer bytes, and batches of records, in Python's own C API: what cffi would
// need three objects and 300 ns for is one bytes object here. records.py fetches these functions.
//
// A batch is how modules take many records: `room` sizes of 32 bits, and then the payloads one
// behind the other.
//
// They keep the GIL, and make no object that the garbage collector would look at between a call and
// the copy of its reply: so no other call of the thread comes in between.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include <stdint.h>
#include <string.h>

#include "bridge.h"

static const struct site *site_of(PyObject *address) { return PyLong_AsVoidPtr(address); }

static int expects(int condition, const char *what) {
    if (!condition && !PyErr_Occurred()) PyErr_SetString(PyExc_TypeError, what);
    return condition;
}

static PyObject *records_put(PyObject *self, PyObject *const *arguments, Py_ssize_t count) {
    (void)self;
    if (!expects(count == 2 && PyBytes_CheckExact(arguments[1]), "put(site, bytes)")) return NULL;
    const struct site *site = site_of(arguments[0]);
    if (!expects(site != NULL, "there is no site at 0")) return NULL;
    PyObject *record = arguments[1];
    return PyLong_FromLongLong(
        put(site, PyBytes_AS_STRING(record), (size_t)PyBytes_GET_SIZE(record)));
}

static PyObject *records_take(PyObject *self, PyObject *const *arguments, Py_ssize_t count) {
    (void)self;
    if (!expects(count == 2, "take(site, a)")) return NULL;
    const struct site *site = site_of(arguments[0]);
    const int64_t a = PyLong_AsLongLong(arguments[1]);
    if (PyErr_Occurred() || !expects(site != NULL, "there is no site at 0")) return NULL;
    const char *reply;
    const int64_t answer = take(site, a, &reply);
    if (answer < 0) return PyLong_FromLongLong(answer);
    return PyBytes_FromStringAndSize(reply, (Py_ssize_t)answer);
}

// The bytes that a list of records takes as a batch; -1 with TypeError or OverflowError.
static Py_ssize_t batch_length(PyObject *records, Py_ssize_t limit) {
    const Py_ssize_t count = PyList_GET_SIZE(records);
    Py_ssize_t length = 4 * count;
    for (Py_ssize_t i = 0; i < count && length <= limit; i++) {
        PyObject *record = PyList_GET_ITEM(records, i);
        if (!expects(PyBytes_CheckExact(record), "join(list of bytes, limit)")) return -1;
        length += PyBytes_GET_SIZE(record);
    }
    if (length <= limit) return length;
    PyErr_SetString(PyExc_OverflowError, "the records are too long together");
    return -1;
}

static PyObject *records_join(PyObject *self, PyObject *const *arguments, Py_ssize_t count) {
    (void)self;
    if (!expects(count == 2 && PyList_CheckExact(arguments[0]), "join(list, limit)")) return NULL;
    PyObject *records = arguments[0];
    const Py_ssize_t limit = PyLong_AsSsize_t(arguments[1]);
    if (limit < 0 && PyErr_Occurred()) return NULL;
    const Py_ssize_t length = batch_length(records, limit);
    PyObject *batch = length < 0 ? NULL : PyBytes_FromStringAndSize(NULL, length);
    if (batch == NULL) return NULL;
    char *size_at = PyBytes_AS_STRING(batch), *to = size_at + 4 * PyList_GET_SIZE(records);
    for (Py_ssize_t i = 0; i < PyList_GET_SIZE(records); i++, size_at += 4) {
        PyObject *record = PyList_GET_ITEM(records, i);
        const uint32_t size = (uint32_t)PyBytes_GET_SIZE(record);
        memcpy(size_at, &size, 4);
        memcpy(to, PyBytes_AS_STRING(record), size);
        to += size;
    }
    return batch;
}

static PyObject *split(const char *data, size_t length, size_t room, size_t count) {
    if (!expects(room <= length / 4 && count <= room, "a batch has no room for so many")) {
        return NULL;
    }
    PyObject *records = PyList_New((Py_ssize_t)count);
    size_t from = 4 * room;
    for (size_t i = 0; records != NULL && i < count; i++) {
        uint32_t size;
        memcpy(&size, data + 4 * i, 4);
        const int fits = expects(size <= length - from, "a record ends behind its batch");
        PyObject *record = fits ? PyBytes_FromStringAndSize(data + from, size) : NULL;
        if (record == NULL) {
            Py_CLEAR(records);
        } else {
            PyList_SET_ITEM(records, (Py_ssize_t)i, record);
            from += size;
        }
    }
    return records;
}

static PyObject *records_split(PyObject *self, PyObject *const *arguments, Py_ssize_t count) {
    (void)self;
    if (!expects(count == 4, "split(address, length, room, count)")) return NULL;
    const char *data = PyLong_AsVoidPtr(arguments[0]);
    size_t numbers[3];
    for (int i = 0; i < 3 && !PyErr_Occurred(); i++)
        numbers[i] = PyLong_AsSize_t(arguments[i + 1]);
    return PyErr_Occurred() ? NULL : split(data, numbers[0], numbers[1], numbers[2]);
}

#define FUNCTION(name) {#name, (PyCFunction)(void (*)(void))records_##name, METH_FASTCALL, NULL}
static PyMethodDef functions[] = {FUNCTION(put), FUNCTION(take), FUNCTION(join), FUNCTION(split)};

// The four functions above, as a tuple.
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
