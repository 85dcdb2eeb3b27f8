/* What newlib and ESP-IDF agreed on for code in the ROM: the structures that both sides know. */
#ifndef NEWLIB_H
#define NEWLIB_H

#include "rom.h"

#define ERANGE 34
#define ENOENT 2
#define EBADF 9
#define EOF (-1)

typedef int32_t _lock_t;
typedef int32_t rom_off_t;
typedef int32_t rom_time_t;
typedef int32_t ssize_t;

struct sbuf {
    uint8_t *base;
    int size;
};

/** FILE, 104 bytes. */
typedef struct file {
    uint8_t *_p;
    int _r;
    int _w;
    int16_t _flags;
    int16_t _file;
    struct sbuf _bf;
    int _lbfsize;
    struct _reent *_data;
    void *_cookie;
    int (*_read)(struct _reent *, void *, char *, int);
    int (*_write)(struct _reent *, void *, const char *, int);
    rom_off_t (*_seek)(struct _reent *, void *, rom_off_t, int);
    int (*_close)(struct _reent *, void *);
    struct sbuf _ub;
    uint8_t *_up;
    int _ur;
    uint8_t _ubuf[3];
    uint8_t _nbuf[1];
    struct sbuf _lb;
    int _blksize;
    int _offset;
    _lock_t _lock;
    uint32_t _mbstate[2];
    int _flags2;
} FILE;

struct _glue {
    struct _glue *next;
    int niobs;
    FILE *iobs;
};

/** What rand() remembers. */
struct _rand48 {
    uint16_t seed[3];
    uint16_t mult[3];
    uint16_t add;
    uint64_t rand_next;
};

struct tm {
    int tm_sec, tm_min, tm_hour, tm_mday, tm_mon, tm_year, tm_wday, tm_yday, tm_isdst;
};

/** struct _reent of newlib with _REENT_SMALL. */
struct _reent {
    int _errno;                             /* 0x00 */
    FILE *_stdin, *_stdout, *_stderr;       /* 0x04 */
    int _inc;                               /* 0x10 */
    char *_emergency;                       /* 0x14 */
    int __sdidinit;                         /* 0x18 */
    int _current_category;                  /* 0x1c */
    const char *_current_locale;            /* 0x20 */
    void *_mp;                              /* 0x24 */
    void (*__cleanup)(struct _reent *);     /* 0x28 */
    int _gamma_signgam;                     /* 0x2c */
    int _cvtlen;                            /* 0x30 */
    char *_cvtbuf;                          /* 0x34 */
    struct _rand48 *_r48;                   /* 0x38 */
    struct tm *_localtime_buf;              /* 0x3c */
    char *_asctime_buf;                     /* 0x40 */
    void *_signal_function;                 /* 0x44 */
    uint8_t _atexit[0x90];                  /* 0x48 */
    struct _glue __sglue;                   /* 0xd8 */
};

_Static_assert(sizeof(FILE) == 0x68, "FILE");
_Static_assert(offsetof(struct _reent, _r48) == 0x38 && offsetof(struct _reent, __sglue) == 0xd8, "struct _reent");

/** The functions that the application lends to the ROM (ESP-IDF, components/newlib: struct syscall_stub_table). */
struct syscalls {
    struct _reent *(*getreent)(void);
    void *(*malloc_r)(struct _reent *, size_t);
    void (*free_r)(struct _reent *, void *);
    void *(*realloc_r)(struct _reent *, void *, size_t);
    void *(*calloc_r)(struct _reent *, size_t, size_t);
    void (*abort)(void);
    int (*system_r)(struct _reent *, const char *);
    int (*rename_r)(struct _reent *, const char *, const char *);
    uint32_t (*times_r)(struct _reent *, void *);
    int (*gettimeofday_r)(struct _reent *, void *, void *);
    void (*raise_r)(struct _reent *, int);
    int (*unlink_r)(struct _reent *, const char *);
    int (*link_r)(struct _reent *, const char *, const char *);
    int (*stat_r)(struct _reent *, const char *, void *);
    int (*fstat_r)(struct _reent *, int, void *);
    void *(*sbrk_r)(struct _reent *, ptrdiff_t);
    int (*getpid_r)(struct _reent *);
    int (*kill_r)(struct _reent *, int, int);
    void (*exit_r)(struct _reent *, int);
    int (*close_r)(struct _reent *, int);
    int (*open_r)(struct _reent *, const char *, int, int);
    ssize_t (*write_r)(struct _reent *, int, const void *, size_t);
    rom_off_t (*lseek_r)(struct _reent *, int, rom_off_t, int);
    ssize_t (*read_r)(struct _reent *, int, void *, size_t);
    void (*lock_init)(_lock_t *);
    void (*lock_init_recursive)(_lock_t *);
    void (*lock_close)(_lock_t *);
    void (*lock_close_recursive)(_lock_t *);
    void (*lock_acquire)(_lock_t *);
    void (*lock_acquire_recursive)(_lock_t *);
    int (*lock_try_acquire)(_lock_t *);
    int (*lock_try_acquire_recursive)(_lock_t *);
    void (*lock_release)(_lock_t *);
    void (*lock_release_recursive)(_lock_t *);
    int (*printf_float)();
    int (*scanf_float)();
};

_Static_assert(offsetof(struct syscalls, scanf_float) == 0x8c, "struct syscall_stub_table");

extern struct syscalls *syscall_table_ptr_app;

struct _reent *__getreent(void);
void *_malloc_r(struct _reent *reent, size_t size);
void _free_r(struct _reent *reent, void *block);
void *_realloc_r(struct _reent *reent, void *block, size_t size);
void *_calloc_r(struct _reent *reent, size_t count, size_t size);
int _gettimeofday_r(struct _reent *reent, void *time, void *zone);
int _fstat_r(struct _reent *reent, int descriptor, void *stat);
int _close_r(struct _reent *reent, int descriptor);
int _open_r(struct _reent *reent, const char *path, int flags, int mode);
ssize_t _write_r(struct _reent *reent, int descriptor, const void *buffer, size_t length);
rom_off_t _lseek_r(struct _reent *reent, int descriptor, rom_off_t offset, int whence);
ssize_t _read_r(struct _reent *reent, int descriptor, void *buffer, size_t length);
void _lock_init_recursive(_lock_t *lock);
void _lock_close_recursive(_lock_t *lock);
void _lock_acquire(_lock_t *lock);
void _lock_release(_lock_t *lock);
void _lock_acquire_recursive(_lock_t *lock);
void _lock_release_recursive(_lock_t *lock);

int _wcrtomb_r(struct _reent *reent, char *to, uint16_t character, uint32_t *state);

/** The character classes of <ctype.h>, in a table that begins at EOF. */
extern const uint8_t rom_ctype[];
#define CTYPE_SPACE 8

static inline bool is_space(int character) {
    return rom_ctype[1 + (uint8_t) character] & CTYPE_SPACE;
}

#endif
