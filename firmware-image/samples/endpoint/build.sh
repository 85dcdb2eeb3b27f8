#!/bin/sh
# Builds endpoint.elf, with cryptography in software, and endpoint-accelerated.elf, on the chip's AES and SHA engines.
# Needs Debian's gcc-xtensa-lx106 and picolibc-xtensa-lx106-elf.
# With an argument, puts them into that folder. The image endpoint.bin is what this makes of one:
#     crema image elf2image --flash-mode dio --flash-freq 40m --flash-size 4MB endpoint.elf
# The environment variable ENDPOINT_FLAGS adds flags, for example -DENDPOINT_SSID='"home"'.
set -eu
export LC_ALL=C
cd "$(dirname "$0")"
out=${1:-../../src/main/resources/dev/crema/firmware/samples}
mkdir -p "$out"
out=$(cd "$out" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
flags="--specs=/usr/lib/xtensa-lx106-elf/picolibc.specs -std=gnu17 -Wall -Wextra -Werror -ffunction-sections -fdata-sections
    -fno-ident -mlongcalls -mtext-section-literals -DPICOLIBC_INTEGER_PRINTF_SCANF ${ENDPOINT_FLAGS:-}"
sources="../hello/start.S ../hello/spiram.c crypto/*.c tls/*.c quic/*.c net/*.c wifi/*.c app/*.c chip/*.c"

# build NAME LEFT-OUT [FLAG...]
build() {
    name=$1
    left_out=$2
    shift 2
    mkdir "$work/$name"
    for source in $sources; do
        # Cryptography is worth its size.
        case $source in
            $left_out) continue ;;
            crypto/*) optimise=-O2 ;;
            *) optimise=-Os ;;
        esac
        object=$work/$name/$(echo "$source" | tr './' '__').o
        # shellcheck disable=SC2086
        xtensa-lx106-elf-gcc $flags $optimise "$@" -c -o "$object" "$source"
    done
    # shellcheck disable=SC2086
    xtensa-lx106-elf-gcc $flags -nostartfiles -nodefaultlibs -T chip/endpoint.ld -Wl,--gc-sections,--build-id=none,--strip-debug \
        -o "$out/$name.elf" "$work/$name"/*.o -Wl,--start-group -lc -lgcc -Wl,--end-group
    chmod 644 "$out/$name.elf"
}

build endpoint 'chip/aes.c'
build endpoint-accelerated 'crypto/aes.c' -DCHIP_ACCELERATORS
