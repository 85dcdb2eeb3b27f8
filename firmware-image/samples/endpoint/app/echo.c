#include "echo.h"

void echo_serve(stream_t *stream) {
    const uint8_t *bytes;
    for (;;) {
        size_t length = stream_peek(stream, &bytes);
        size_t space = stream_space(stream);
        size_t taken = length < space ? length : space;
        if (taken == 0) {
            break;
        }
        stream_write(stream, bytes, taken);
        stream_take(stream, taken);
    }
    if (stream->reset_received) {
        stream_reset(stream, 0);
    } else if (stream_is_at_end(stream)) {
        stream_finish(stream);
    } else if (stream->reset) {
        stream_stop(stream, 0);
    }
}
