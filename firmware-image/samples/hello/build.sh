#!/bin/sh
# Builds hello.elf. Needs Debian's gcc-xtensa-lx106 and picolibc-xtensa-lx106-elf.
# With an argument, puts it into that folder. The image hello.bin is what this makes of it:
#     crema image elf2image --flash-mode dio --flash-freq 40m --flash-size 4MB hello.elf
set -eu
export LC_ALL=C
cd "$(dirname "$0")"
out=${1:-../../src/main/resources/dev/crema/firmware/samples}
mkdir -p "$out"
out=$(cd "$out" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
flags="--specs=/usr/lib/xtensa-lx106-elf/picolibc.specs -std=gnu17 -Os -Wall -Wextra -Werror -ffunction-sections
    -fdata-sections -fno-ident -mlongcalls -mtext-section-literals -DPICOLIBC_INTEGER_PRINTF_SCANF"

for source in *.S *.c; do
    # shellcheck disable=SC2086
    xtensa-lx106-elf-gcc $flags -c -o "$work/${source%.*}.o" "$source"
done
script=$PWD/hello.ld
cd "$work"
# shellcheck disable=SC2086
xtensa-lx106-elf-gcc $flags -nostartfiles -nodefaultlibs -T "$script" -Wl,--gc-sections,--build-id=none,--strip-debug \
    -o hello.elf ./*.o -Wl,--start-group -lc -lgcc -Wl,--end-group
cp hello.elf "$out/hello.elf"
chmod 644 "$out/hello.elf"
