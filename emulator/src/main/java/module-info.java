/** The chip and the machine. Knows nothing of IP, sockets or the command line. */
module dev.crema.emulator {
    requires transitive dev.crema.firmware;

    exports dev.crema.emulator.device;
    exports dev.crema.emulator.time;
}
