// What a file is, as the guest is told.
#pragma once

#include <sys/stat.h>

#include "wasi_descriptor.h"

enum filetype filetype_of(mode_t mode);
