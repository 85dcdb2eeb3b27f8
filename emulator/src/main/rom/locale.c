/* The C locale, which is the only one. */
#include "newlib.h"

#define EILSEQ 138

struct lconv {
    const char *decimal_point, *thousands_sep, *grouping, *int_curr_symbol, *currency_symbol, *mon_decimal_point,
        *mon_thousands_sep, *mon_grouping, *positive_sign, *negative_sign;
    char numbers[14];
};

/** struct lc_time_T of newlib, which the application's strptime reads. */
struct time_locale {
    const char *mon[12], *month[12], *wday[7], *weekday[7];
    const char *time, *date, *date_and_time, *am_pm[2], *date_format, *alternative_month[12], *month_day_order, *time_12;
};

static const char character_set[] = "ASCII";
static const char name[] = "C";
static const struct lconv lconv = {
    ".", "", "", "", "", "", "", "", "", "", {-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1},
};
#define MONTHS {"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", \
    "December"}
static const struct time_locale c_time = {
    {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"}, MONTHS,
    {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"},
    {"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"},
    "%H:%M:%S", "%m/%d/%y", "%a %b %e %H:%M:%S %Y", {"AM", "PM"}, "%a %b %e %H:%M:%S %Z %Y", MONTHS, "md", "%I:%M:%S %p",
};

const char *__locale_charset(void) {
    return character_set;
}

const char *__locale_msgcharset(void) {
    return character_set;
}

int __locale_mb_cur_max(void) {
    return 1;
}

int __locale_cjk_lang(void) {
    return 0;
}

const struct lconv *_localeconv_r(struct _reent *reent) {
    (void) reent;
    return &lconv;
}

const struct lconv *localeconv(void) {
    return &lconv;
}

const struct time_locale *__get_current_time_locale(void) {
    return &c_time;
}

int __time_load_locale(const char *locale) {
    (void) locale;
    return 0;
}

/** Of the locales there are "C", "POSIX" and "", which are the same. */
const char *_setlocale_r(struct _reent *reent, int category, const char *locale) {
    (void) reent;
    (void) category;
    static const char posix[] = "POSIX";
    bool known = !locale || !*locale || memcmp(locale, name, sizeof name) == 0 || strncmp(locale, posix, sizeof posix) == 0;
    return known ? name : NULL;
}

const char *setlocale(int category, const char *locale) {
    return _setlocale_r(__getreent(), category, locale);
}

int __ascii_wctomb(struct _reent *reent, char *to, uint16_t character, void *state) {
    (void) state;
    if (!to) {
        return 0;
    }
    if (character > 0xff) {
        reent->_errno = EILSEQ;
        return -1;
    }
    *to = (char) character;
    return 1;
}

int _wctomb_r(struct _reent *reent, char *to, uint16_t character, void *state) {
    return __ascii_wctomb(reent, to, character, state);
}

int _wcrtomb_r(struct _reent *reent, char *to, uint16_t character, uint32_t *state) {
    char unused[8];
    int length = to ? __ascii_wctomb(reent, to, character, state) : __ascii_wctomb(reent, unused, 0, state);
    if (length == -1) {
        state[0] = 0;
    }
    return length;
}

int wcrtomb(char *to, uint16_t character, uint32_t *state) {
    return _wcrtomb_r(__getreent(), to, character, state);
}
