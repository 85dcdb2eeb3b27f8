/*
 * <stdio.h> as far as firmware leaves it to the ROM: opening of the standard streams, buffers, closing. Streams are shared with
 * code of the application, so every field of FILE means what it means in newlib.
 */
#include "stdio.h"

#define BUFFER_SIZE 128
#define STRING_BUFFER_SIZE 64
#define BLOCK_SIZE 1024
#define MORE_FILES 4
#define SEEK_SET 0
#define SEEK_CUR 1
#define SEEK_END 2
#define ENOMEM 12
#define EINVAL 22
#define ESPIPE 29
#define S_IFMT 0xf000u
#define S_IFCHR 0x2000u
#define S_IFREG 0x8000u
/** The longest write of an unbuffered stream. */
#define LONGEST_WRITE 0x7fffff80u

extern _lock_t sfp_lock, sinit_lock;
extern struct _reent *_global_impure_ptr;
extern FILE __sf_fake_stdin, __sf_fake_stdout, __sf_fake_stderr;

int _isatty_r(struct _reent *reent, int descriptor);

/* Firmware compares these pointers, so they are the addresses in the ROM (rom.ld). */
int rom_sread(struct _reent *reent, void *cookie, char *buffer, int length);
int rom_swrite(struct _reent *reent, void *cookie, const char *buffer, int length);
rom_off_t rom_sseek(struct _reent *reent, void *cookie, rom_off_t offset, int whence);
int rom_sclose(struct _reent *reent, void *cookie);
void rom_cleanup_r(struct _reent *reent);

/* Streams of file descriptors */

int __sread(struct _reent *reent, void *cookie, char *buffer, int length) {
    FILE *file = cookie;
    int count = _read_r(reent, file->_file, buffer, length);
    if (count >= 0) {
        file->_offset += count;
    } else {
        file->_flags &= ~OFFSET_KNOWN;
    }
    return count;
}

int __seofread(struct _reent *reent, void *cookie, char *buffer, int length) {
    (void) reent;
    (void) cookie;
    (void) buffer;
    (void) length;
    return 0;
}

int __swrite(struct _reent *reent, void *cookie, const char *buffer, int length) {
    FILE *file = cookie;
    if (file->_flags & APPENDING) {
        _lseek_r(reent, file->_file, 0, SEEK_END);
    }
    file->_flags &= ~OFFSET_KNOWN;
    return _write_r(reent, file->_file, buffer, length);
}

rom_off_t __sseek(struct _reent *reent, void *cookie, rom_off_t offset, int whence) {
    FILE *file = cookie;
    rom_off_t position = _lseek_r(reent, file->_file, offset, whence);
    if (position == -1) {
        file->_flags &= ~OFFSET_KNOWN;
    } else {
        file->_offset = position;
        file->_flags |= OFFSET_KNOWN;
    }
    return position;
}

int __sclose(struct _reent *reent, void *cookie) {
    return _close_r(reent, ((FILE *) cookie)->_file);
}

/* All streams of a task */

void __sfp_lock_acquire(void) {
    _lock_acquire_recursive(&sfp_lock);
}

void __sfp_lock_release(void) {
    _lock_release_recursive(&sfp_lock);
}

void __sinit_lock_acquire(void) {
    _lock_acquire_recursive(&sinit_lock);
}

void __sinit_lock_release(void) {
    _lock_release_recursive(&sinit_lock);
}

void stdio_lock(FILE *file) {
    if (!(file->_flags2 & NO_LOCK) && !(file->_flags & STRING)) {
        _lock_acquire_recursive(&file->_lock);
    }
}

void stdio_unlock(FILE *file) {
    if (!(file->_flags2 & NO_LOCK) && !(file->_flags & STRING)) {
        _lock_release_recursive(&file->_lock);
    }
}

static bool is_open(const FILE *file) {
    return (uint16_t) file->_flags > 1 && file->_file != -1;
}

int _fwalk(struct _reent *reent, int (*function)(FILE *)) {
    int result = 0;
    for (struct _glue *glue = &reent->__sglue; glue; glue = glue->next) {
        for (int i = 0; i < glue->niobs; i++) {
            if (is_open(&glue->iobs[i])) {
                result |= function(&glue->iobs[i]);
            }
        }
    }
    return result;
}

int _fwalk_reent(struct _reent *reent, int (*function)(struct _reent *, FILE *)) {
    int result = 0;
    for (struct _glue *glue = &reent->__sglue; glue; glue = glue->next) {
        for (int i = 0; i < glue->niobs; i++) {
            if (is_open(&glue->iobs[i])) {
                result |= function(reent, &glue->iobs[i]);
            }
        }
    }
    return result;
}

static int lock_one(FILE *file) {
    stdio_lock(file);
    return 0;
}

static int unlock_one(FILE *file) {
    stdio_unlock(file);
    return 0;
}

void __fp_lock_all(void) {
    __sfp_lock_acquire();
    _fwalk(__getreent(), lock_one);
}

void __fp_unlock_all(void) {
    _fwalk(__getreent(), unlock_one);
    __sfp_lock_release();
}

struct _glue *__sfmoreglue(struct _reent *reent, int count) {
    struct _glue *glue = _malloc_r(reent, sizeof *glue + count * sizeof(FILE));
    if (glue) {
        glue->next = NULL;
        glue->niobs = count;
        glue->iobs = (FILE *) (glue + 1);
        memset(glue->iobs, 0, count * sizeof(FILE));
    }
    return glue;
}

static void open_standard(FILE *file, int flags, int descriptor) {
    file->_p = NULL;
    file->_r = 0;
    file->_w = 0;
    file->_flags = flags;
    file->_flags2 = 0;
    file->_file = descriptor;
    file->_bf = (struct sbuf) {NULL, 0};
    file->_lbfsize = 0;
    file->_mbstate[0] = file->_mbstate[1] = 0;
    file->_cookie = file;
    file->_read = rom_sread;
    file->_write = rom_swrite;
    file->_seek = rom_sseek;
    file->_close = rom_sclose;
}

void __sinit(struct _reent *reent);

/** A stream that is free, in the glue of all tasks. */
FILE *__sfp(struct _reent *reent) {
    __sfp_lock_acquire();
    if (!_global_impure_ptr->__sdidinit) {
        __sinit(_global_impure_ptr);
    }
    for (struct _glue *glue = &_global_impure_ptr->__sglue;; glue = glue->next) {
        for (int i = 0; i < glue->niobs; i++) {
            FILE *file = &glue->iobs[i];
            if (file->_flags == 0) {
                file->_file = -1;
                file->_flags = 1;
                file->_flags2 = 0;
                _lock_init_recursive(&file->_lock);
                __sfp_lock_release();
                file->_p = NULL;
                file->_w = 0;
                file->_r = 0;
                file->_bf = (struct sbuf) {NULL, 0};
                file->_lbfsize = 0;
                file->_mbstate[0] = file->_mbstate[1] = 0;
                file->_ub = (struct sbuf) {NULL, 0};
                file->_lb = (struct sbuf) {NULL, 0};
                return file;
            }
        }
        if (!glue->next) {
            glue->next = __sfmoreglue(reent, MORE_FILES);
            if (!glue->next) {
                __sfp_lock_release();
                reent->_errno = ENOMEM;
                return NULL;
            }
        }
    }
}

void __sinit(struct _reent *reent) {
    __sinit_lock_acquire();
    if (!reent->__sdidinit) {
        reent->__sglue = (struct _glue) {NULL, 0, NULL};
        reent->__cleanup = rom_cleanup_r;
        reent->__sdidinit = 1;
        reent->_stdin = __sfp(reent);
        reent->_stdout = __sfp(reent);
        reent->_stderr = __sfp(reent);
        open_standard(reent->_stdin, READING, 0);
        open_standard(reent->_stdout, WRITING | LINE_BUFFERED, 1);
        open_standard(reent->_stderr, WRITING | UNBUFFERED, 2);
    }
    __sinit_lock_release();
}

FILE *stdio_file(struct _reent *reent, FILE *file) {
    if (reent && !reent->__sdidinit) {
        __sinit(reent);
    }
    return file == &__sf_fake_stdin ? reent->_stdin
        : file == &__sf_fake_stdout ? reent->_stdout
        : file == &__sf_fake_stderr ? reent->_stderr
        : file;
}

/* Buffers */

static bool has_unread(const FILE *file) {
    return file->_ub.base != NULL;
}

static void free_unread(struct _reent *reent, FILE *file) {
    if (file->_ub.base != file->_ubuf) {
        _free_r(reent, file->_ub.base);
    }
    file->_ub.base = NULL;
}

static void orient_bytes(FILE *file) {
    if (!(file->_flags & ORIENTED)) {
        file->_flags |= ORIENTED;
        file->_flags2 &= ~WIDE;
    }
}

static int fail(FILE *file) {
    file->_flags |= FAILED;
    return EOF;
}

static void use_tiny_buffer(FILE *file) {
    file->_p = file->_bf.base = file->_nbuf;
    file->_bf.size = 1;
}

/** Gives a stream its buffer: none, or one on the heap, line by line for a terminal. */
void __smakebuf_r(struct _reent *reent, FILE *file) {
    if (file->_flags & UNBUFFERED) {
        use_tiny_buffer(file);
        return;
    }
    size_t size = BUFFER_SIZE;
    bool could_be_terminal = false;
    uint32_t stat[16];
    int16_t optimised = NOT_SEEK_OPTIMISED;
    if (file->_file < 0 || _fstat_r(reent, file->_file, stat) < 0) {
        if (file->_flags & OWN_BUFFER) {
            size = STRING_BUFFER_SIZE;
        }
    } else {
        uint32_t type = stat[1] & S_IFMT;
        could_be_terminal = type == S_IFCHR;
        if (type == S_IFREG && file->_seek == rom_sseek) {
            optimised = SEEK_OPTIMISED;
            file->_blksize = BLOCK_SIZE;
        }
    }
    file->_flags |= optimised;
    uint8_t *buffer = _malloc_r(reent, size);
    if (!buffer) {
        if (!(file->_flags & STRING)) {
            file->_flags |= UNBUFFERED;
            use_tiny_buffer(file);
        }
        return;
    }
    reent->__cleanup = rom_cleanup_r;
    file->_flags |= OWN_BUFFER;
    file->_p = file->_bf.base = buffer;
    file->_bf.size = size;
    if (could_be_terminal && _isatty_r(reent, file->_file)) {
        file->_flags |= LINE_BUFFERED;
    }
}

/** Prepares a stream for writing. */
int __swsetup_r(struct _reent *reent, FILE *file) {
    file = stdio_file(__getreent(), file);
    if (!(file->_flags & WRITING)) {
        if (!(file->_flags & READ_WRITE)) {
            reent->_errno = EBADF;
            return fail(file);
        }
        if (file->_flags & READING) {
            if (has_unread(file)) {
                free_unread(reent, file);
            }
            file->_flags &= ~(READING | AT_END);
            file->_r = 0;
            file->_p = file->_bf.base;
        }
        file->_flags |= WRITING;
    }
    if (!file->_bf.base && (file->_flags & (STRING | OWN_BUFFER)) != STRING) {
        __smakebuf_r(reent, file);
    }
    if (file->_flags & LINE_BUFFERED) {
        file->_w = 0;
        file->_lbfsize = -file->_bf.size;
    } else {
        file->_w = file->_flags & UNBUFFERED ? 0 : file->_bf.size;
    }
    if (!file->_bf.base && (file->_flags & OWN_BUFFER)) {
        return fail(file);
    }
    return 0;
}

static int prepare_writing(struct _reent *reent, FILE *file) {
    return (file->_flags & WRITING) && file->_bf.base ? 0 : __swsetup_r(reent, file);
}

/** A stream that is read returns what it has read too much, as far as the file can be positioned. */
static int flush_reading(struct _reent *reent, FILE *file) {
    file->_flags |= NOT_SEEK_OPTIMISED;
    if ((file->_r <= 0 && file->_ur <= 0) || !file->_seek) {
        return 0;
    }
    int old_errno = reent->_errno;
    reent->_errno = 0;
    rom_off_t position = file->_offset;
    if (!(file->_flags & OFFSET_KNOWN)) {
        position = file->_seek(reent, file->_cookie, 0, SEEK_CUR);
        if (position == -1 && reent->_errno != 0) {
            if (reent->_errno == ESPIPE || reent->_errno == EINVAL) {
                reent->_errno = old_errno;
                return 0;
            }
            return fail(file);
        }
    }
    if (file->_flags & READING) {
        position -= file->_r;
        if (has_unread(file)) {
            position -= file->_ur;
        }
    }
    position = file->_seek(reent, file->_cookie, position, SEEK_SET);
    if (position == -1 && reent->_errno != 0 && reent->_errno != ESPIPE && reent->_errno != EINVAL) {
        return fail(file);
    }
    file->_flags &= ~NOT_SEEK_OPTIMISED;
    file->_r = 0;
    file->_p = file->_bf.base;
    if ((file->_flags & OFFSET_KNOWN) && (position != -1 || reent->_errno == 0)) {
        file->_offset = position;
    }
    reent->_errno = old_errno;
    if (has_unread(file)) {
        free_unread(reent, file);
    }
    return 0;
}

int __sflush_r(struct _reent *reent, FILE *file) {
    if (!(file->_flags & WRITING)) {
        return flush_reading(reent, file);
    }
    uint8_t *from = file->_bf.base;
    if (!from) {
        return 0;
    }
    int length = file->_p - from;
    file->_p = from;
    file->_w = file->_flags & (LINE_BUFFERED | UNBUFFERED) ? 0 : file->_bf.size;
    while (length > 0) {
        int written = file->_write(reent, file->_cookie, (const char *) from, length);
        if (written <= 0) {
            return fail(file);
        }
        from += written;
        length -= written;
    }
    return 0;
}

int _fflush_r(struct _reent *reent, FILE *file) {
    if (!file->_bf.base) {
        /* Nothing was written, if it is one of the initial streams at all. */
        return 0;
    }
    file = stdio_file(reent, file);
    if (file->_flags == 0) {
        return 0;
    }
    stdio_lock(file);
    int result = __sflush_r(reent, file);
    stdio_unlock(file);
    return result;
}

int fflush(FILE *file) {
    return file ? _fflush_r(__getreent(), file) : _fwalk_reent(_global_impure_ptr, _fflush_r);
}

static int flush_lines(FILE *file) {
    return (file->_flags & (LINE_BUFFERED | WRITING)) == (LINE_BUFFERED | WRITING) ? fflush(file) : 0;
}

/** Reads the next piece into the buffer. */
int __srefill_r(struct _reent *reent, FILE *file) {
    file = stdio_file(reent, file);
    orient_bytes(file);
    file->_r = 0;
    if (file->_flags & AT_END) {
        return EOF;
    }
    if (!(file->_flags & READING)) {
        if (!(file->_flags & READ_WRITE)) {
            reent->_errno = EBADF;
            return fail(file);
        }
        if (file->_flags & WRITING) {
            if (_fflush_r(reent, file)) {
                return EOF;
            }
            file->_flags &= ~WRITING;
            file->_w = 0;
            file->_lbfsize = 0;
        }
        file->_flags |= READING;
    } else if (has_unread(file)) {
        free_unread(reent, file);
        file->_r = file->_ur;
        if (file->_r != 0) {
            file->_p = file->_up;
            return 0;
        }
    }
    if (!file->_bf.base) {
        __smakebuf_r(reent, file);
    }
    /* Who reads from a terminal has seen all that was written to it, except by this stream, which is being changed. */
    if (file->_flags & (LINE_BUFFERED | UNBUFFERED)) {
        int16_t flags = file->_flags;
        file->_flags = 1;
        _fwalk(_global_impure_ptr, flush_lines);
        file->_flags = flags;
        if ((flags & (LINE_BUFFERED | WRITING)) == (LINE_BUFFERED | WRITING)) {
            __sflush_r(reent, file);
        }
    }
    file->_p = file->_bf.base;
    file->_r = file->_read(reent, file->_cookie, (char *) file->_p, file->_bf.size);
    if (file->_r > 0) {
        return 0;
    }
    file->_flags |= file->_r == 0 ? AT_END : FAILED;
    file->_r = 0;
    return EOF;
}

/** Writes one character, for which the buffer has no room. */
int __swbuf_r(struct _reent *reent, int character, FILE *file) {
    file = stdio_file(reent, file);
    file->_w = file->_lbfsize;
    if (prepare_writing(reent, file)) {
        return EOF;
    }
    orient_bytes(file);
    uint8_t byte = (uint8_t) character;
    int length = file->_p - file->_bf.base;
    if (length >= file->_bf.size) {
        if (_fflush_r(reent, file)) {
            return EOF;
        }
        length = 0;
    }
    file->_w--;
    *file->_p++ = byte;
    bool line_ends = (file->_flags & LINE_BUFFERED) && byte == '\n';
    if ((length + 1 == file->_bf.size || line_ends) && _fflush_r(reent, file)) {
        return EOF;
    }
    return byte;
}

int __swbuf(int character, FILE *file) {
    return __swbuf_r(__getreent(), character, file);
}

/* Writing of any length */

static int direct(struct _reent *reent, FILE *file, const char *from, size_t length) {
    return file->_write(reent, file->_cookie, from, length);
}

/** Fills the buffer, which has room. */
static int buffer(FILE *file, const char *from, int length) {
    memmove(file->_p, from, length);
    file->_p += length;
    file->_w -= length;
    return length;
}

static int write_buffered(struct _reent *reent, FILE *file, const char *from, size_t length) {
    if (file->_p > file->_bf.base || length < (size_t) file->_bf.size) {
        int count = buffer(file, from, length < (size_t) file->_w ? (int) length : file->_w);
        return file->_w == 0 && _fflush_r(reent, file) ? EOF : count;
    }
    return direct(reent, file, from, length / file->_bf.size * file->_bf.size);
}

/** The memory of a string grows by half or to what is needed, and never ends it. */
static int write_string(struct _reent *reent, FILE *file, const char *from, size_t length) {
    if (length >= (size_t) file->_w && (file->_flags & (OWN_BUFFER | SEEK_OPTIMISED))) {
        int used = file->_p - file->_bf.base;
        int size = file->_bf.size * 3 / 2;
        if ((size_t) size < used + length + 1) {
            size = used + length + 1;
        }
        uint8_t *memory;
        if (file->_flags & SEEK_OPTIMISED) {
            /* The buffer is not on the heap (asnprintf). */
            memory = _malloc_r(reent, size);
            if (memory) {
                memcpy(memory, file->_bf.base, used);
                file->_flags = (file->_flags & ~SEEK_OPTIMISED) | OWN_BUFFER;
            }
        } else {
            memory = _realloc_r(reent, file->_bf.base, size);
            if (!memory) {
                _free_r(reent, file->_bf.base);
                file->_flags &= ~OWN_BUFFER;
            }
        }
        if (!memory) {
            reent->_errno = ENOMEM;
            return EOF;
        }
        file->_bf = (struct sbuf) {memory, size};
        file->_p = memory + used;
        file->_w = size - used;
    }
    /* What has no room is lost, but counts. */
    buffer(file, from, length < (size_t) file->_w ? (int) length : file->_w);
    return length;
}

static int write_lines(struct _reent *reent, FILE *file, const char *from, size_t length) {
    const char *newline = from;
    while (newline < from + length && *newline != '\n') {
        newline++;
    }
    bool line_ends = newline < from + length;
    int line = line_ends ? newline + 1 - from : (int) length;
    int room = file->_w + file->_bf.size;
    int count;
    if (file->_p > file->_bf.base && line > room) {
        count = buffer(file, from, room);
        if (_fflush_r(reent, file)) {
            return EOF;
        }
    } else if (line >= file->_bf.size) {
        count = direct(reent, file, from, file->_bf.size);
        if (count <= 0) {
            return EOF;
        }
    } else {
        count = buffer(file, from, line);
    }
    return line_ends && count == line && _fflush_r(reent, file) ? EOF : count;
}

int __sfvwrite_r(struct _reent *reent, FILE *file, struct suio *output) {
    if (output->rest == 0) {
        return 0;
    }
    if (prepare_writing(reent, file)) {
        return EOF;
    }
    for (struct iov *piece = output->iov; output->rest != 0; piece++) {
        const char *from = piece->base;
        size_t length = piece->length;
        while (length != 0) {
            int written;
            if (file->_flags & UNBUFFERED) {
                written = direct(reent, file, from, length < LONGEST_WRITE ? length : LONGEST_WRITE);
            } else if (file->_flags & LINE_BUFFERED) {
                written = write_lines(reent, file, from, length);
            } else if (file->_flags & STRING) {
                written = write_string(reent, file, from, length);
            } else {
                written = write_buffered(reent, file, from, length);
            }
            if (written <= 0) {
                return fail(file);
            }
            from += written;
            length -= written;
            output->rest -= written;
        }
    }
    return 0;
}

/* Characters pushed back */

/** More room for them: first on the heap, then twice as much. */
int __submore(struct _reent *reent, FILE *file) {
    if (file->_ub.base == file->_ubuf) {
        uint8_t *memory = _malloc_r(reent, BUFFER_SIZE);
        if (!memory) {
            return EOF;
        }
        file->_ub = (struct sbuf) {memory, BUFFER_SIZE};
        file->_p = memory + BUFFER_SIZE - sizeof file->_ubuf;
        memcpy(file->_p, file->_ubuf, sizeof file->_ubuf);
        return 0;
    }
    int size = file->_ub.size;
    uint8_t *memory = _realloc_r(reent, file->_ub.base, 2 * size);
    if (!memory) {
        return EOF;
    }
    memcpy(memory + size, memory, size);
    file->_p = memory + size;
    file->_ub = (struct sbuf) {memory, 2 * size};
    return 0;
}

/** Changes from writing to reading. */
static int prepare_reading(struct _reent *reent, FILE *file) {
    if (file->_flags & READING) {
        return 0;
    }
    if (!(file->_flags & READ_WRITE)) {
        return EOF;
    }
    if (file->_flags & WRITING) {
        if (_fflush_r(reent, file)) {
            return EOF;
        }
        file->_flags &= ~WRITING;
        file->_w = 0;
        file->_lbfsize = 0;
    }
    file->_flags |= READING;
    return 0;
}

static int push_back(struct _reent *reent, uint8_t byte, FILE *file) {
    if (has_unread(file)) {
        if (file->_r >= file->_ub.size && __submore(reent, file)) {
            return EOF;
        }
        *--file->_p = byte;
        file->_r++;
        return byte;
    }
    if (file->_bf.base && file->_p > file->_bf.base && file->_p[-1] == byte) {
        file->_p--;
        file->_r++;
        return byte;
    }
    file->_ur = file->_r;
    file->_up = file->_p;
    file->_ub = (struct sbuf) {file->_ubuf, sizeof file->_ubuf};
    file->_p = &file->_ubuf[sizeof file->_ubuf - 1];
    *file->_p = byte;
    file->_r = 1;
    return byte;
}

int _ungetc_r(struct _reent *reent, int character, FILE *file) {
    if (character == EOF) {
        return EOF;
    }
    file = stdio_file(reent, file);
    stdio_lock(file);
    orient_bytes(file);
    file->_flags &= ~AT_END;
    int result = prepare_reading(reent, file) ? EOF : push_back(reent, (uint8_t) character, file);
    stdio_unlock(file);
    return result;
}

int ungetc(int character, FILE *file) {
    return _ungetc_r(__getreent(), character, file);
}

/* Wide characters: those of one byte */

int _fputwc_r(struct _reent *reent, uint16_t character, FILE *file) {
    stdio_lock(file);
    if (!(file->_flags & ORIENTED)) {
        file->_flags |= ORIENTED;
        file->_flags2 |= WIDE;
    }
    int result = character;
    char byte;
    if (_wcrtomb_r(reent, &byte, character, file->_mbstate) < 0) {
        result = fail(file);
    } else if (--file->_w >= 0 || (file->_w >= file->_lbfsize && byte != '\n')) {
        *file->_p++ = byte;
    } else if (__swbuf_r(reent, byte, file) == EOF) {
        result = EOF;
    }
    stdio_unlock(file);
    return result;
}

int fputwc(uint16_t character, FILE *file) {
    struct _reent *reent = __getreent();
    return _fputwc_r(reent, character, stdio_file(reent, file));
}

/* Closing */

int _fclose_r(struct _reent *reent, FILE *file) {
    if (!file) {
        return 0;
    }
    file = stdio_file(reent, file);
    stdio_lock(file);
    if (file->_flags == 0) {
        stdio_unlock(file);
        return 0;
    }
    int result = __sflush_r(reent, file);
    if (file->_close && file->_close(reent, file->_cookie) < 0) {
        result = EOF;
    }
    if (file->_flags & OWN_BUFFER) {
        _free_r(reent, file->_bf.base);
    }
    if (has_unread(file)) {
        free_unread(reent, file);
    }
    if (file->_lb.base) {
        _free_r(reent, file->_lb.base);
        file->_lb.base = NULL;
    }
    __sfp_lock_acquire();
    bool locked = !(file->_flags2 & NO_LOCK) && !(file->_flags & STRING);
    file->_flags = 0;
    if (locked) {
        _lock_release_recursive(&file->_lock);
    }
    _lock_close_recursive(&file->_lock);
    __sfp_lock_release();
    return result;
}

int fclose(FILE *file) {
    return _fclose_r(__getreent(), file);
}

void _cleanup_r(struct _reent *reent) {
    _fwalk_reent(reent, _fclose_r);
}

void _cleanup(void) {
    _cleanup_r(_global_impure_ptr);
}
