package dev.crema.constraints.oom;

import dev.crema.emulator.machine.Machine;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/**
 * What a run was: equal ones were the same run.
 *
 * @param tick of virtual time at which it ended
 * @param instructions executed by then
 * @param ram checksum of the data RAM at the end
 * @param console checksum of what was printed since the scene began
 */
public record Fingerprint(long tick, long instructions, int ram, int console) {
    /** Of a machine between two runs. */
    static Fingerprint of(Machine machine, String console) {
        return new Fingerprint(machine.clock().now(), machine.instructions(), checksum(machine.dataRam()),
                checksum(console.getBytes(StandardCharsets.ISO_8859_1)));
    }

    private static int checksum(byte[] bytes) {
        CRC32C checksum = new CRC32C();
        checksum.update(bytes);
        return (int) checksum.getValue();
    }
}
