package dev.crema.firmware.dwarf;

import dev.crema.firmware.FirmwareException;
import java.util.ArrayList;
import java.util.List;

/**
 * The header of a line number program (section 6.2.4).
 *
 * @param version 2 to 5
 * @param minimumLength of an instruction in bytes
 * @param lineBase smallest advance of the line by a special opcode
 * @param lineRange number of such advances
 * @param opcodeLengths number of arguments of each standard opcode, from opcode 1 on
 * @param directories include directories; from version 5 on, the first is the compilation's
 * @param files names with their directories' indices
 * @param programStart offset of the first opcode
 * @param end offset behind the program
 */
record LineHeader(int version, int minimumLength, int lineBase, int lineRange, int[] opcodeLengths, List<String> directories,
        List<FileName> files, long programStart, long end) {

    private static final int CONTENT_PATH = 1;
    private static final int CONTENT_DIRECTORY = 2;
    private static final int MOST_FORMATS = 64;

    /** A file and the index of its directory. */
    record FileName(String name, long directory) {
    }

    /** Reads the header of the unit at the cursor. */
    static LineHeader read(Cursor in, Sections sections) {
        long end = in.unitEnd();
        int version = in.u16();
        if (version < 2 || version > 5) {
            throw new FirmwareException("%s has a line number program of version %d at offset 0x%x; only 2 to 5 are known.",
                    in.bytes().name(), version, in.at() - 2);
        }
        if (version == 5) {
            in.skip(2);
        }
        long headerLength = in.u32();
        long programStart = in.at() + headerLength;
        int minimumLength = in.u8();
        if (version >= 4) {
            in.skip(1);
        }
        in.skip(1);
        int lineBase = (byte) in.u8();
        int lineRange = in.u8();
        int[] opcodeLengths = new int[Math.max(0, in.u8() - 1)];
        for (int i = 0; i < opcodeLengths.length; i++) {
            opcodeLengths[i] = in.u8();
        }
        List<String> directories = new ArrayList<>();
        List<FileName> files = new ArrayList<>();
        if (version == 5) {
            entries(in, sections).forEach(entry -> directories.add(entry.name()));
            files.addAll(entries(in, sections));
        } else {
            readOld(in, directories, files);
        }
        return new LineHeader(version, minimumLength, lineBase, Math.max(1, lineRange), opcodeLengths, directories, files,
                programStart, end);
    }

    /** Lists of strings, closed by an empty one; indices count from 1. */
    private static void readOld(Cursor in, List<String> directories, List<FileName> files) {
        directories.add("");
        for (String name = in.string(); !name.isEmpty(); name = in.string()) {
            directories.add(name);
        }
        files.add(new FileName("", 0));
        for (String name = in.string(); !name.isEmpty(); name = in.string()) {
            files.add(new FileName(name, in.uleb()));
            in.uleb();
            in.uleb();
        }
    }

    /** A list whose columns are described before it; indices count from 0. */
    private static List<FileName> entries(Cursor in, Sections sections) {
        int formats = in.u8();
        if (formats > MOST_FORMATS) {
            throw new FirmwareException("%s describes a file by %d columns at offset 0x%x; the debugging information is damaged.",
                    in.bytes().name(), formats, in.at() - 1);
        }
        long[] contents = new long[formats];
        long[] forms = new long[formats];
        for (int i = 0; i < formats; i++) {
            contents[i] = in.uleb();
            forms[i] = in.uleb();
        }
        List<FileName> result = new ArrayList<>();
        long count = in.uleb();
        if (count < 0 || count > in.bytes().size()) {
            throw new FirmwareException("%s lists %d files at offset 0x%x; the debugging information is damaged.",
                    in.bytes().name(), count, in.at());
        }
        for (long i = 0; i < count && formats > 0; i++) {
            String name = "";
            long directory = 0;
            for (int column = 0; column < formats; column++) {
                Form form = Form.of(forms[column]);
                if (contents[column] == CONTENT_PATH) {
                    name = form.readString(in, sections);
                } else if (contents[column] == CONTENT_DIRECTORY) {
                    directory = form.readNumber(in);
                } else {
                    form.skip(in, 4, 5);
                }
            }
            result.add(new FileName(name, directory));
        }
        return result;
    }

    /**
     * The path of a file.
     *
     * @param index as the program's file register holds it
     * @param compilationDirectory what relative paths of versions before 5 start from
     */
    String path(long index, String compilationDirectory) {
        if (index < 0 || index >= files.size()) {
            return "?";
        }
        FileName file = files.get((int) index);
        String directory = file.directory() >= 0 && file.directory() < directories.size()
                ? directories.get((int) file.directory()) : "";
        String base = version == 5 && !directories.isEmpty() ? directories.getFirst() : compilationDirectory;
        return join(join(base, directory), file.name());
    }

    private static String join(String directory, String name) {
        return directory.isEmpty() || name.startsWith("/") || directory.equals(name) ? name
                : name.isEmpty() ? directory : directory + "/" + name;
    }
}
