// A calculator that sleeps on a queue. Each record of "tokens" is a number, an operator, a bracket or
// "=", which ends an expression; the answer is pushed to "answers". What it has read so far is nowhere
// but in the frames of this parser: a snapshot keeps half an expression, in the midst of its brackets.
//
//     expression = term {("+" | "-") term}
//     term       = factor {("*" | "/") factor}
//     factor     = number | "-" factor | "(" expression ")"
#include <stdio.h>
#include <stdlib.h>
#include "polyprim_queue.h"
#include "polyprim_task.h"

#define DEPTH_MAX 64
#define TOKEN_MAX 32

POLYPRIM_STACK(32 * 1024)

struct parser {
    char token[TOKEN_MAX + POLYPRIM_REPLY_OVERHEAD];
    const char *error;
    int depth;
};

static void next(struct parser *parser) {
    int32_t length = polyprim_queue_pop("tokens", parser->token, sizeof parser->token - 1);
    if (length < 0) {
        fprintf(stderr, "no more tokens: error %d\n", -(int)length);
        exit(1);
    }
    parser->token[length] = 0;
}

static int is(const struct parser *parser, char wanted) {
    return parser->token[0] == wanted && !parser->token[1];
}

static double fail(struct parser *parser, const char *error) {
    if (!parser->error) parser->error = error;
    while (!is(parser, '='))
        next(parser);
    return 0;
}

static double expression(struct parser *parser);

static double factor(struct parser *parser) {
    if (parser->depth >= DEPTH_MAX) return fail(parser, "too deep");
    parser->depth++;
    double value;
    if (is(parser, '-')) {
        next(parser);
        value = -factor(parser);
    } else if (is(parser, '(')) {
        next(parser);
        value = expression(parser);
        if (is(parser, ')'))
            next(parser);
        else
            value = fail(parser, "a bracket is not closed");
    } else {
        char *end;
        value = strtod(parser->token, &end);
        if (end == parser->token || *end)
            value = fail(parser, "a number was expected");
        else
            next(parser);
    }
    parser->depth--;
    return value;
}

static double term(struct parser *parser) {
    double value = factor(parser);
    for (;;) {
        if (is(parser, '*')) {
            next(parser);
            value *= factor(parser);
        } else if (is(parser, '/')) {
            next(parser);
            value /= factor(parser);
        } else {
            return value;
        }
    }
}

static double expression(struct parser *parser) {
    double value = term(parser);
    for (;;) {
        if (is(parser, '+')) {
            next(parser);
            value += term(parser);
        } else if (is(parser, '-')) {
            next(parser);
            value -= term(parser);
        } else {
            return value;
        }
    }
}

int main(void) {
    for (;;) {
        struct parser parser = {0};
        next(&parser);
        double value = expression(&parser);
        if (!is(&parser, '=')) fail(&parser, "an operator was expected");
        char answer[64];
        int length = parser.error ? snprintf(answer, sizeof answer, "error: %s", parser.error)
                                  : snprintf(answer, sizeof answer, "%.15g", value);
        if (polyprim_queue_push("answers", answer, length) != 1) {
            fputs("the answer cannot be pushed\n", stderr);
            return 1;
        }
    }
}
