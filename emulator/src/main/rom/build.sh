#!/bin/sh
# Builds rom.bin, the guest code of the mask ROM and its constants, and rom.table, which says where in the ROM they lie.
# Needs Debian's gcc-xtensa-lx106 and binutils-xtensa-lx106. With an argument, puts the two files into that folder.
set -eu
export LC_ALL=C
cd "$(dirname "$0")"
out=${1:-../resources/dev/crema/emulator/rom}
out=$(mkdir -p "$out" && cd "$out" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

prefix=xtensa-lx106-elf-
flags="-mabi=windowed -Os -std=gnu17 -ffreestanding -fno-builtin -fno-common -fno-ident -fno-strict-aliasing
    -fno-asynchronous-unwind-tables -fno-jump-tables -ffunction-sections -fdata-sections -mtext-section-literals
    -mno-serialize-volatile -Wall -Wextra -Werror -Wno-main"

assemble() {
    ${prefix}as --text-section-literals --no-target-align -o "$2" windowed.inc "$1"
}

for source in *.c; do
    name=${source%.c}
    # shellcheck disable=SC2086
    ${prefix}gcc $flags -S -o "$work/$name.s" "$source"
    assemble "$work/$name.s" "$work/$name.o"
done
for source in *.S; do
    name=${source%.S}
    ${prefix}gcc -E -P -o "$work/$name.s" "$source"
    assemble "$work/$name.s" "$work/$name.o"
done

script=$PWD/rom.ld
functions=$PWD/rom.functions
cd "$work"
${prefix}ld --no-relax --fatal-warnings -T "$script" -o rom.elf ./*.o
: > "$out/rom.bin"
{
    echo "# Made by build.sh, which see. Numbers are hexadecimal."
    offset=0
    for section in vectors rom0 rom0high miniz code constants; do
        ${prefix}objcopy -O binary -j .$section rom.elf $section.bin
        address=$(${prefix}objdump -h rom.elf | awk -v name=.$section '$2 == name { print $4 }')
        length=$(wc -c < $section.bin)
        printf 'segment %s %x %x\n' "$address" $offset "$length"
        cat $section.bin >> "$out/rom.bin"
        offset=$((offset + length))
    done
    ${prefix}nm rom.elf | awk 'NR == FNR { entry[$3] = $1; next }
        /^[0-9a-f]/ { if (!($2 in entry)) { print "no " $2 > "/dev/stderr"; exit 1 }
            print "function", $1, $2, entry[$2] }' - "$functions"
} > "$out/rom.table"
