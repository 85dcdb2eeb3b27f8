/* newlib's system calls: each calls what the application has put into its table. */
#include "newlib.h"

#define S_IFMT 0xf000u
#define S_IFCHR 0x2000u
#define O_CREATE 0x601   /* O_CREAT | O_TRUNC | O_WRONLY */

struct _reent *__getreent(void) {
    return syscall_table_ptr_app->getreent();
}

void abort(void) {
    syscall_table_ptr_app->abort();
}

void *_malloc_r(struct _reent *reent, size_t size) {
    return syscall_table_ptr_app->malloc_r(reent, size);
}

void _free_r(struct _reent *reent, void *block) {
    syscall_table_ptr_app->free_r(reent, block);
}

void *_realloc_r(struct _reent *reent, void *block, size_t size) {
    return syscall_table_ptr_app->realloc_r(reent, block, size);
}

void *_calloc_r(struct _reent *reent, size_t count, size_t size) {
    return syscall_table_ptr_app->calloc_r(reent, count, size);
}

int _system_r(struct _reent *reent, const char *command) {
    return syscall_table_ptr_app->system_r(reent, command);
}

int _rename_r(struct _reent *reent, const char *from, const char *to) {
    return syscall_table_ptr_app->rename_r(reent, from, to);
}

uint32_t _times_r(struct _reent *reent, void *times) {
    return syscall_table_ptr_app->times_r(reent, times);
}

int _gettimeofday_r(struct _reent *reent, void *time, void *zone) {
    return syscall_table_ptr_app->gettimeofday_r(reent, time, zone);
}

void _raise_r(struct _reent *reent, int signal) {
    syscall_table_ptr_app->raise_r(reent, signal);
}

int _unlink_r(struct _reent *reent, const char *path) {
    return syscall_table_ptr_app->unlink_r(reent, path);
}

int _link_r(struct _reent *reent, const char *from, const char *to) {
    return syscall_table_ptr_app->link_r(reent, from, to);
}

int _stat_r(struct _reent *reent, const char *path, void *stat) {
    return syscall_table_ptr_app->stat_r(reent, path, stat);
}

int _fstat_r(struct _reent *reent, int descriptor, void *stat) {
    return syscall_table_ptr_app->fstat_r(reent, descriptor, stat);
}

void *_sbrk_r(struct _reent *reent, ptrdiff_t increment) {
    return syscall_table_ptr_app->sbrk_r(reent, increment);
}

int _getpid_r(struct _reent *reent) {
    return syscall_table_ptr_app->getpid_r(reent);
}

int _kill_r(struct _reent *reent, int process, int signal) {
    return syscall_table_ptr_app->kill_r(reent, process, signal);
}

void _exit_r(struct _reent *reent, int status) {
    syscall_table_ptr_app->exit_r(reent, status);
}

int _close_r(struct _reent *reent, int descriptor) {
    return syscall_table_ptr_app->close_r(reent, descriptor);
}

int _open_r(struct _reent *reent, const char *path, int flags, int mode) {
    return syscall_table_ptr_app->open_r(reent, path, flags, mode);
}

ssize_t _write_r(struct _reent *reent, int descriptor, const void *buffer, size_t length) {
    return syscall_table_ptr_app->write_r(reent, descriptor, buffer, length);
}

rom_off_t _lseek_r(struct _reent *reent, int descriptor, rom_off_t offset, int whence) {
    return syscall_table_ptr_app->lseek_r(reent, descriptor, offset, whence);
}

ssize_t _read_r(struct _reent *reent, int descriptor, void *buffer, size_t length) {
    return syscall_table_ptr_app->read_r(reent, descriptor, buffer, length);
}

void _lock_init(_lock_t *lock) {
    syscall_table_ptr_app->lock_init(lock);
}

void _lock_init_recursive(_lock_t *lock) {
    syscall_table_ptr_app->lock_init_recursive(lock);
}

void _lock_close(_lock_t *lock) {
    syscall_table_ptr_app->lock_close(lock);
}

void _lock_close_recursive(_lock_t *lock) {
    syscall_table_ptr_app->lock_close_recursive(lock);
}

void _lock_acquire(_lock_t *lock) {
    syscall_table_ptr_app->lock_acquire(lock);
}

void _lock_acquire_recursive(_lock_t *lock) {
    syscall_table_ptr_app->lock_acquire_recursive(lock);
}

int _lock_try_acquire(_lock_t *lock) {
    return syscall_table_ptr_app->lock_try_acquire(lock);
}

int _lock_try_acquire_recursive(_lock_t *lock) {
    return syscall_table_ptr_app->lock_try_acquire_recursive(lock);
}

void _lock_release(_lock_t *lock) {
    syscall_table_ptr_app->lock_release(lock);
}

void _lock_release_recursive(_lock_t *lock) {
    syscall_table_ptr_app->lock_release_recursive(lock);
}

int _printf_float(void *reent, void *data, void *file, void *print, void *arguments) {
    return syscall_table_ptr_app->printf_float(reent, data, file, print, arguments);
}

int _scanf_float(void *reent, void *data, void *file, void *arguments) {
    return syscall_table_ptr_app->scanf_float(reent, data, file, arguments);
}

/* Without the reentrancy structure */

void *malloc(size_t size) {
    return _malloc_r(__getreent(), size);
}

void free(void *block) {
    _free_r(__getreent(), block);
}

void *realloc(void *block, size_t size) {
    return _realloc_r(__getreent(), block, size);
}

void *calloc(size_t count, size_t size) {
    return _calloc_r(__getreent(), count, size);
}

int close(int descriptor) {
    return _close_r(__getreent(), descriptor);
}

int open(const char *path, int flags, int mode) {
    return _open_r(__getreent(), path, flags, mode);
}

int creat(const char *path, int mode) {
    return open(path, O_CREATE, mode);
}

ssize_t read(int descriptor, void *buffer, size_t length) {
    return _read_r(__getreent(), descriptor, buffer, length);
}

ssize_t write(int descriptor, const void *buffer, size_t length) {
    return _write_r(__getreent(), descriptor, buffer, length);
}

void *sbrk(ptrdiff_t increment) {
    return _sbrk_r(__getreent(), increment);
}

uint32_t times(void *times) {
    return _times_r(__getreent(), times);
}

/** struct stat of newlib begins with st_dev (16 bits), st_ino (16 bits), st_mode. */
int _isatty_r(struct _reent *reent, int descriptor) {
    uint32_t stat[16];
    if (_fstat_r(reent, descriptor, stat) < 0) {
        return 0;
    }
    return (stat[1] & S_IFMT) == S_IFCHR;
}

/* Locks for those who need none */

void __dummy_lock(void) {
}

int __dummy_lock_try(void) {
    return 0;
}

/* Strings of their own */

char *_strndup_r(struct _reent *reent, const char *string, size_t limit) {
    size_t length = 0;
    while (length < limit && string[length]) {
        length++;
    }
    char *copy = _malloc_r(reent, length + 1);
    if (copy) {
        memcpy(copy, string, length);
        copy[length] = '\0';
    }
    return copy;
}

char *_strdup_r(struct _reent *reent, const char *string) {
    return _strndup_r(reent, string, SIZE_MAX);
}

char *strdup(const char *string) {
    return _strdup_r(__getreent(), string);
}

char *strndup(const char *string, size_t limit) {
    return _strndup_r(__getreent(), string, limit);
}
