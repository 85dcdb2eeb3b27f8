/* Streams: what stdio.c lends to the formatted output and input. */
#ifndef STDIO_H
#define STDIO_H

#include "newlib.h"

/* FILE._flags */
#define LINE_BUFFERED 0x0001
#define UNBUFFERED 0x0002
#define READING 0x0004
#define WRITING 0x0008
#define READ_WRITE 0x0010
#define AT_END 0x0020
#define FAILED 0x0040
#define OWN_BUFFER 0x0080
#define APPENDING 0x0100
#define STRING 0x0200
#define SEEK_OPTIMISED 0x0400
#define NOT_SEEK_OPTIMISED 0x0800
#define OFFSET_KNOWN 0x1000
#define ORIENTED 0x2000
/* FILE._flags2 */
#define NO_LOCK 0x0001
#define WIDE 0x2000

struct iov {
    const void *base;
    size_t length;
};

/** What is to be written, in pieces. */
struct suio {
    struct iov *iov;
    int count;
    int rest;
};

int _fflush_r(struct _reent *reent, FILE *file);
int __sfvwrite_r(struct _reent *reent, FILE *file, struct suio *output);
int __srefill_r(struct _reent *reent, FILE *file);
int __swsetup_r(struct _reent *reent, FILE *file);
int __swbuf_r(struct _reent *reent, int character, FILE *file);
int _ungetc_r(struct _reent *reent, int character, FILE *file);

/** Initialises the streams of the task if necessary, and gives the real stream for an initial one. */
FILE *stdio_file(struct _reent *reent, FILE *file);
void stdio_lock(FILE *file);
void stdio_unlock(FILE *file);

#endif
