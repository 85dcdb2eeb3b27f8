/* <time.h> and the environment. time_t is of 32 bits. */
#include "newlib.h"

#define SECONDS_PER_DAY 86400
#define SECONDS_PER_HOUR 3600
#define DAYS_PER_WEEK 7
#define EPOCH_YEAR 1970
#define TM_YEAR 1900
#define EPOCH_WEEKDAY 4
#define TZ_NAME_LENGTH 10
#define ASCTIME_LENGTH 26

/** When a rule of the time zone begins to hold. */
struct tz_rule {
    char kind;              /* 'J': day of the year without 29 February, 'D': with it, 'M': weekday of a month */
    int month, week, day;
    int seconds;            /* of local time */
    rom_time_t change;      /* in the year of the structure */
    int32_t offset;         /* seconds west of Greenwich */
};

/** At 0x3FFAE038. */
struct tz_info {
    int north;              /* daylight saving lies within the year */
    int year;
    struct tz_rule rules[2];
};

extern struct tz_info tzinfo;
extern const char *_tzname[2];
extern int32_t _timezone;
extern int _daylight;
extern _lock_t __tz_lock_object, __env_lock_object;
extern char *prev_tzenv;
extern char __tzname_std[TZ_NAME_LENGTH + 1], __tzname_dst[TZ_NAME_LENGTH + 1];
extern char **environ;
extern const int __month_lengths[2][12];

/* The environment */

void __env_lock(struct _reent *reent) {
    (void) reent;
    _lock_acquire_recursive(&__env_lock_object);
}

void __env_unlock(struct _reent *reent) {
    (void) reent;
    _lock_release_recursive(&__env_lock_object);
}

char *_findenv_r(struct _reent *reent, const char *name, int *index) {
    char *value = NULL;
    __env_lock(reent);
    size_t length = 0;
    while (name[length] && name[length] != '=') {
        length++;
    }
    if (environ && name[length] != '=') {
        for (char **entry = environ; *entry; entry++) {
            if (strncmp(*entry, name, length) == 0 && (*entry)[length] == '=') {
                *index = entry - environ;
                value = *entry + length + 1;
                break;
            }
        }
    }
    __env_unlock(reent);
    return value;
}

char *_getenv_r(struct _reent *reent, const char *name) {
    int index;
    return _findenv_r(reent, name, &index);
}

/* Calendar */

static bool is_leap(int year) {
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

/** Days from 1970 to the beginning of a year. */
static int days_before(int year) {
    int last = year - 1;
    return 365 * (year - EPOCH_YEAR) + (last / 4 - last / 100 + last / 400) - (1969 / 4 - 1969 / 100 + 1969 / 400);
}

static int remainder(int value, int divisor) {
    int rest = value % divisor;
    return rest < 0 ? rest + divisor : rest;
}

static int quotient(int value, int divisor) {
    return value / divisor - (value % divisor < 0);
}

/** Fills in the date and the time of day; the rest is left alone. */
static void break_down(int days, int seconds, struct tm *tm) {
    days += quotient(seconds, SECONDS_PER_DAY);
    seconds = remainder(seconds, SECONDS_PER_DAY);
    tm->tm_hour = seconds / SECONDS_PER_HOUR;
    tm->tm_min = seconds / 60 % 60;
    tm->tm_sec = seconds % 60;
    tm->tm_wday = remainder(days + EPOCH_WEEKDAY, DAYS_PER_WEEK);
    int year = EPOCH_YEAR + quotient(days, 365);
    while (days_before(year) > days) {
        year--;
    }
    while (days_before(year + 1) <= days) {
        year++;
    }
    days -= days_before(year);
    tm->tm_year = year - TM_YEAR;
    tm->tm_yday = days;
    const int *lengths = __month_lengths[is_leap(year)];
    int month = 0;
    while (days >= lengths[month]) {
        days -= lengths[month++];
    }
    tm->tm_mon = month;
    tm->tm_mday = days + 1;
}

struct tm *gmtime_r(const rom_time_t *time, struct tm *tm) {
    break_down(quotient(*time, SECONDS_PER_DAY), remainder(*time, SECONDS_PER_DAY), tm);
    tm->tm_isdst = 0;
    return tm;
}

/* The time zone */

void __tz_lock(void) {
    _lock_acquire(&__tz_lock_object);
}

void __tz_unlock(void) {
    _lock_release(&__tz_lock_object);
}

struct tz_info *__gettzinfo(void) {
    return &tzinfo;
}

static int rule_day(const struct tz_rule *rule, int year) {
    int first = days_before(year);
    bool leap = is_leap(year);
    if (rule->kind == 'J') {
        return first + rule->day - 1 + (leap && rule->day > 59);
    }
    if (rule->kind == 'D') {
        return first + rule->day;
    }
    const int *lengths = __month_lengths[leap];
    for (int month = 1; month < rule->month; month++) {
        first += lengths[month - 1];
    }
    int day = remainder(rule->day - (first + EPOCH_WEEKDAY), DAYS_PER_WEEK) + (rule->week - 1) * DAYS_PER_WEEK;
    while (day >= lengths[rule->month - 1]) {
        day -= DAYS_PER_WEEK;
    }
    return first + day;
}

/** Computes when the rules change in a year; 0 before 1970. */
int __tzcalc_limits(int year) {
    if (year < EPOCH_YEAR) {
        return 0;
    }
    tzinfo.year = year;
    for (int i = 0; i < 2; i++) {
        struct tz_rule *rule = &tzinfo.rules[i];
        rule->change = rule_day(rule, year) * SECONDS_PER_DAY + rule->seconds + rule->offset;
    }
    tzinfo.north = tzinfo.rules[0].change < tzinfo.rules[1].change;
    return 1;
}

/** Whether the clock is on daylight saving time; -1 if that is unknown. */
static int daylight_at(rom_time_t time, int year) {
    if (!_daylight) {
        return 0;
    }
    if (year != tzinfo.year && !__tzcalc_limits(year)) {
        return -1;
    }
    bool after_start = time >= tzinfo.rules[0].change;
    bool before_end = time < tzinfo.rules[1].change;
    return tzinfo.north ? after_start && before_end : after_start || before_end;
}

struct tm *localtime_r(const rom_time_t *time, struct tm *tm) {
    gmtime_r(time, tm);
    __tz_lock();
    tm->tm_isdst = daylight_at(*time, tm->tm_year + TM_YEAR);
    int offset = tzinfo.rules[tm->tm_isdst == 1].offset;
    __tz_unlock();
    break_down(quotient(*time, SECONDS_PER_DAY), remainder(*time, SECONDS_PER_DAY) - offset, tm);
    return tm;
}

static struct tm *task_tm(void) {
    struct _reent *reent = __getreent();
    if (!reent->_localtime_buf) {
        reent->_localtime_buf = _malloc_r(reent, sizeof(struct tm));
    }
    return reent->_localtime_buf;
}

struct tm *gmtime(const rom_time_t *time) {
    return gmtime_r(time, task_tm());
}

struct tm *localtime(const rom_time_t *time) {
    return localtime_r(time, task_tm());
}

/**
 * From local time. Fields out of range are carried over, and all are brought into range.
 *
 * @return -1 if there is no such time
 */
rom_time_t mktime(struct tm *tm) {
    int months = quotient(tm->tm_mon, 12);
    int year = tm->tm_year + months + TM_YEAR;
    if (year < EPOCH_YEAR - 70 || year > EPOCH_YEAR + 70) {
        return -1;
    }
    int days = days_before(year) + tm->tm_mday - 1;
    const int *lengths = __month_lengths[is_leap(year)];
    for (int month = 0; month < tm->tm_mon - 12 * months; month++) {
        days += lengths[month];
    }
    int minutes = tm->tm_min + quotient(tm->tm_sec, 60);
    int hours = tm->tm_hour + quotient(minutes, 60);
    int seconds = remainder(tm->tm_sec, 60) + 60 * remainder(minutes, 60);
    days += quotient(hours, 24);
    seconds += SECONDS_PER_HOUR * remainder(hours, 24);
    int wanted = tm->tm_isdst;
    int64_t local = (int64_t) days * SECONDS_PER_DAY + seconds;

    __tz_lock();
    break_down(days, seconds, tm);
    /* The changes in local time decide, which the standard time serves for. */
    int daylight = daylight_at(local + tzinfo.rules[0].offset, tm->tm_year + TM_YEAR);
    if (daylight == 1) {
        /* In the hour before the end, daylight saving time still holds. */
        daylight = daylight_at(local + tzinfo.rules[1].offset, tm->tm_year + TM_YEAR);
    } else if (daylight == 0 && wanted > 0) {
        daylight = daylight_at(local + tzinfo.rules[1].offset, tm->tm_year + TM_YEAR);
    }
    if (_daylight && wanted >= 0 && daylight >= 0 && (wanted > 0) != daylight) {
        /* What was said to be the other time is converted. */
        int shift = tzinfo.rules[1].offset - tzinfo.rules[0].offset;
        seconds += daylight ? -shift : shift;
        break_down(days, seconds, tm);
        local = (int64_t) days * SECONDS_PER_DAY + seconds;
    }
    int64_t time = local + (daylight == 1 ? tzinfo.rules[1].offset : tzinfo.rules[0].offset);
    __tz_unlock();
    tm->tm_isdst = daylight;
    return time == (rom_time_t) time ? (rom_time_t) time : -1;
}

/* TZ, such as CET-1CEST,M3.5.0/2,M10.5.0/3 */

static bool is_digit(char character) {
    return character >= '0' && character <= '9';
}

static bool read_number(const char **at, int *value) {
    if (!is_digit(**at)) {
        return false;
    }
    for (*value = 0; is_digit(**at); (*at)++) {
        *value = *value * 10 + **at - '0';
    }
    return true;
}

/** A name, of which ten characters are kept. */
static bool read_name(const char **at, char *name) {
    int length = 0;
    while (**at && !is_digit(**at) && **at != ',' && **at != '+' && **at != '-' && length < TZ_NAME_LENGTH) {
        name[length++] = *(*at)++;
    }
    name[length] = '\0';
    return length > 0;
}

/** Hours, with minutes and seconds behind colons. */
static bool read_time(const char **at, int *seconds) {
    int hours, rest = 0;
    if (!read_number(at, &hours)) {
        return false;
    }
    *seconds = hours * SECONDS_PER_HOUR;
    if (**at == ':') {
        (*at)++;
        read_number(at, &rest);
        *seconds += rest * 60;
        if (**at == ':') {
            (*at)++;
            rest = 0;
            read_number(at, &rest);
            *seconds += rest;
        }
    }
    return true;
}

static bool read_offset(const char **at, int *seconds) {
    bool negative = **at == '-';
    if (negative || **at == '+') {
        (*at)++;
    }
    if (!read_time(at, seconds)) {
        return false;
    }
    if (negative) {
        *seconds = -*seconds;
    }
    return true;
}

static void read_rule(const char **at, struct tz_rule *rule, int number) {
    if (**at == ',') {
        (*at)++;
    }
    if (**at == 'M') {
        const char *from = *at + 1;
        int month, week, day;
        if (!read_number(&from, &month) || *from++ != '.' || !read_number(&from, &week) || *from++ != '.'
                || !read_number(&from, &day) || month < 1 || month > 12 || week < 1 || week > 5 || day > 6) {
            return;
        }
        *rule = (struct tz_rule) {'M', month, week, day, rule->seconds, rule->change, rule->offset};
        *at = from;
    } else {
        rule->kind = **at == 'J' ? 'J' : 'D';
        if (rule->kind == 'J') {
            (*at)++;
        }
        int day;
        if (read_number(at, &day)) {
            rule->day = day;
        } else {
            /* Without rules, those of the United States. */
            rule->kind = 'M';
            rule->month = number == 0 ? 3 : 11;
            rule->week = number == 0 ? 2 : 1;
            rule->day = 0;
        }
    }
    rule->seconds = 2 * SECONDS_PER_HOUR;
    if (**at == '/') {
        (*at)++;
        read_time(at, &rule->seconds);
    }
}

static void read_zone(const char *at) {
    if (*at == ':') {
        at++;
    }
    int offset;
    if (!read_name(&at, __tzname_std) || !read_offset(&at, &offset)) {
        return;
    }
    struct tz_rule *rules = tzinfo.rules;
    rules[0].offset = offset;
    _tzname[0] = __tzname_std;
    if (!read_name(&at, __tzname_dst)) {
        _tzname[1] = _tzname[0];
        _timezone = offset;
        _daylight = 0;
        return;
    }
    _tzname[1] = __tzname_dst;
    rules[1].offset = offset - SECONDS_PER_HOUR;
    read_offset(&at, &offset);
    if (offset != rules[0].offset) {
        rules[1].offset = offset;
    }
    read_rule(&at, &rules[0], 0);
    read_rule(&at, &rules[1], 1);
    __tzcalc_limits(tzinfo.year);
    _timezone = rules[0].offset;
    _daylight = rules[0].offset != rules[1].offset;
}

void _tzset_r(struct _reent *reent) {
    static const char gmt[] = "GMT";
    const char *zone = _getenv_r(reent, "TZ");
    __tz_lock();
    if (!zone) {
        _timezone = 0;
        _daylight = 0;
        _tzname[0] = _tzname[1] = gmt;
        _free_r(reent, prev_tzenv);
        prev_tzenv = NULL;
    } else {
        size_t length = strlen(zone);
        if (!prev_tzenv || memcmp(zone, prev_tzenv, length + 1) != 0) {
            _free_r(reent, prev_tzenv);
            prev_tzenv = _malloc_r(reent, length + 1);
            if (prev_tzenv) {
                memcpy(prev_tzenv, zone, length + 1);
            }
            read_zone(zone);
        }
    }
    __tz_unlock();
}

void tzset(void) {
    _tzset_r(__getreent());
}

/** Seconds since 1970, from the application's clock. */
rom_time_t time(rom_time_t *result) {
    /* With a time_t of 64 bits in the application this is longer than two words. */
    int32_t now[4];
    if (_gettimeofday_r(__getreent(), now, NULL) < 0) {
        return -1;
    }
    if (result) {
        *result = now[0];
    }
    return now[0];
}

/* Text */

static const char day_names[] = "SunMonTueWedThuFriSat";
static const char month_names[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
static const char *const long_days[7] = {
    "Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday",
};
static const char *const long_months[12] = {
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
};

/** Where text is put, as far as there is room. */
struct text {
    char *at, *end;
    bool full;
};

static void put_character(struct text *text, char character) {
    if (text->at < text->end) {
        *text->at++ = character;
    } else {
        text->full = true;
    }
}

static void put_string(struct text *text, const char *string, int limit) {
    for (int i = 0; i < limit && string[i]; i++) {
        put_character(text, string[i]);
    }
}

static void put_number(struct text *text, int value, int digits, char fill) {
    char buffer[12];
    int length = 0;
    uint32_t rest = value < 0 ? -(uint32_t) value : (uint32_t) value;
    do {
        buffer[length++] = '0' + rest % 10;
        rest /= 10;
    } while (rest != 0);
    if (value < 0) {
        put_character(text, '-');
    }
    for (int i = length; i < digits; i++) {
        put_character(text, fill);
    }
    while (length > 0) {
        put_character(text, buffer[--length]);
    }
}

static void put_clock(struct text *text, const struct tm *tm, bool seconds) {
    put_number(text, tm->tm_hour, 2, '0');
    put_character(text, ':');
    put_number(text, tm->tm_min, 2, '0');
    if (seconds) {
        put_character(text, ':');
        put_number(text, tm->tm_sec, 2, '0');
    }
}

static void put_short_name(struct text *text, const char *names, int index) {
    put_string(text, names + 3 * index, 3);
}

char *asctime_r(const struct tm *tm, char *buffer) {
    struct text text = {buffer, buffer + ASCTIME_LENGTH, false};
    put_short_name(&text, day_names, tm->tm_wday);
    put_character(&text, ' ');
    put_short_name(&text, month_names, tm->tm_mon);
    put_number(&text, tm->tm_mday, 3, ' ');
    put_character(&text, ' ');
    put_clock(&text, tm, true);
    put_character(&text, ' ');
    put_number(&text, tm->tm_year + TM_YEAR, 1, ' ');
    put_character(&text, '\n');
    put_character(&text, '\0');
    return buffer;
}

char *asctime(const struct tm *tm) {
    struct _reent *reent = __getreent();
    if (!reent->_asctime_buf) {
        reent->_asctime_buf = _malloc_r(reent, ASCTIME_LENGTH);
    }
    return asctime_r(tm, reent->_asctime_buf);
}

char *ctime(const rom_time_t *time) {
    return asctime(localtime(time));
}

char *ctime_r(const rom_time_t *time, char *buffer) {
    struct tm tm;
    return asctime_r(localtime_r(time, &tm), buffer);
}

/** The difference of the ISO 8601 year: its first week is that of the first Thursday. */
static int iso_year(const struct tm *tm, int *week) {
    int year = tm->tm_year + TM_YEAR;
    int weekday = remainder(tm->tm_wday + 6, DAYS_PER_WEEK);
    int number = (tm->tm_yday + 10 - weekday) / DAYS_PER_WEEK;
    if (number == 0) {
        year--;
        number = (tm->tm_yday + 365 + is_leap(year) + 10 - weekday) / DAYS_PER_WEEK;
    } else if (number == 53 && tm->tm_yday - weekday + 3 >= 365 + is_leap(year)) {
        year++;
        number = 1;
    }
    *week = number;
    return year;
}

static void put_date(struct text *text, const struct tm *tm) {
    put_number(text, tm->tm_mon + 1, 2, '0');
    put_character(text, '/');
    put_number(text, tm->tm_mday, 2, '0');
    put_character(text, '/');
    put_number(text, remainder(tm->tm_year, 100), 2, '0');
}

static void put_offset(struct text *text, const struct tm *tm) {
    if (tm->tm_isdst < 0) {
        return;
    }
    __tz_lock();
    int offset = -tzinfo.rules[tm->tm_isdst > 0].offset;
    __tz_unlock();
    put_character(text, offset < 0 ? '-' : '+');
    int minutes = (offset < 0 ? -offset : offset) / 60;
    put_number(text, minutes / 60, 2, '0');
    put_number(text, minutes % 60, 2, '0');
}

static void put_conversion(struct text *text, char conversion, const struct tm *tm) {
    int hour12 = tm->tm_hour % 12 == 0 ? 12 : tm->tm_hour % 12;
    int week;
    switch (conversion) {
        case 'a':
            put_short_name(text, day_names, tm->tm_wday);
            break;
        case 'A':
            put_string(text, long_days[tm->tm_wday], INT32_MAX);
            break;
        case 'b':
        case 'h':
            put_short_name(text, month_names, tm->tm_mon);
            break;
        case 'B':
            put_string(text, long_months[tm->tm_mon], INT32_MAX);
            break;
        case 'c':
            put_conversion(text, 'a', tm);
            put_character(text, ' ');
            put_conversion(text, 'b', tm);
            put_character(text, ' ');
            put_conversion(text, 'e', tm);
            put_character(text, ' ');
            put_clock(text, tm, true);
            put_character(text, ' ');
            put_conversion(text, 'Y', tm);
            break;
        case 'C':
            put_number(text, quotient(tm->tm_year + TM_YEAR, 100), 2, '0');
            break;
        case 'd':
            put_number(text, tm->tm_mday, 2, '0');
            break;
        case 'D':
        case 'x':
            put_date(text, tm);
            break;
        case 'e':
            put_number(text, tm->tm_mday, 2, ' ');
            break;
        case 'F':
            put_conversion(text, 'Y', tm);
            put_character(text, '-');
            put_number(text, tm->tm_mon + 1, 2, '0');
            put_character(text, '-');
            put_number(text, tm->tm_mday, 2, '0');
            break;
        case 'g':
            put_number(text, remainder(iso_year(tm, &week), 100), 2, '0');
            break;
        case 'G':
            put_number(text, iso_year(tm, &week), 4, '0');
            break;
        case 'H':
            put_number(text, tm->tm_hour, 2, '0');
            break;
        case 'I':
            put_number(text, hour12, 2, '0');
            break;
        case 'j':
            put_number(text, tm->tm_yday + 1, 3, '0');
            break;
        case 'k':
            put_number(text, tm->tm_hour, 2, ' ');
            break;
        case 'l':
            put_number(text, hour12, 2, ' ');
            break;
        case 'm':
            put_number(text, tm->tm_mon + 1, 2, '0');
            break;
        case 'M':
            put_number(text, tm->tm_min, 2, '0');
            break;
        case 'n':
            put_character(text, '\n');
            break;
        case 'p':
            put_string(text, tm->tm_hour < 12 ? "AM" : "PM", 2);
            break;
        case 'r':
            put_number(text, hour12, 2, '0');
            put_character(text, ':');
            put_number(text, tm->tm_min, 2, '0');
            put_character(text, ':');
            put_number(text, tm->tm_sec, 2, '0');
            put_character(text, ' ');
            put_conversion(text, 'p', tm);
            break;
        case 'R':
            put_clock(text, tm, false);
            break;
        case 'S':
            put_number(text, tm->tm_sec, 2, '0');
            break;
        case 't':
            put_character(text, '\t');
            break;
        case 'T':
        case 'X':
            put_clock(text, tm, true);
            break;
        case 'u':
            put_number(text, tm->tm_wday == 0 ? 7 : tm->tm_wday, 1, '0');
            break;
        case 'U':
            put_number(text, (tm->tm_yday + 7 - tm->tm_wday) / DAYS_PER_WEEK, 2, '0');
            break;
        case 'V':
            iso_year(tm, &week);
            put_number(text, week, 2, '0');
            break;
        case 'w':
            put_number(text, tm->tm_wday, 1, '0');
            break;
        case 'W':
            put_number(text, (tm->tm_yday + 7 - remainder(tm->tm_wday + 6, DAYS_PER_WEEK)) / DAYS_PER_WEEK, 2, '0');
            break;
        case 'y':
            put_number(text, remainder(tm->tm_year, 100), 2, '0');
            break;
        case 'Y':
            put_number(text, tm->tm_year + TM_YEAR, 4, '0');
            break;
        case 'z':
            put_offset(text, tm);
            break;
        case 'Z':
            if (tm->tm_isdst >= 0) {
                __tz_lock();
                put_string(text, _tzname[tm->tm_isdst > 0], INT32_MAX);
                __tz_unlock();
            }
            break;
        case '%':
            put_character(text, '%');
            break;
        default:
            text->full = true;      /* an unknown conversion ends it */
            break;
    }
}

size_t strftime(char *buffer, size_t size, const char *format, const struct tm *tm) {
    struct text text = {buffer, buffer + size, size == 0};
    for (; *format && !text.full; format++) {
        if (*format != '%') {
            put_character(&text, *format);
            continue;
        }
        format++;
        if (*format == 'E' || *format == 'O') {
            format++;
        }
        if (!*format) {
            break;
        }
        put_conversion(&text, *format, tm);
    }
    if (text.full || text.at == text.end) {
        return 0;
    }
    *text.at = '\0';
    return text.at - buffer;
}
