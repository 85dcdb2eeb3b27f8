package dev.crema.cli.monitor;

/**
 * The keys of both monitors people know: Ctrl-R and Ctrl-C as in espflash, Ctrl-] and the Ctrl-T menu as in idf_monitor. Every
 * other key goes to the chip. Not thread-safe.
 */
public final class MonitorKeys {
    /** What Ctrl-T Ctrl-H prints. */
    public static final String HELP = """
            Ctrl-] or Ctrl-C   leave
            Ctrl-R             reset the chip
            Ctrl-T             menu, followed by
              Ctrl-T           send Ctrl-T itself
              Ctrl-]           send Ctrl-] itself
              Ctrl-C           send Ctrl-C itself
              Ctrl-R           reset the chip
              Ctrl-Y           stop or resume the output
              Ctrl-L           start or stop writing the output to a file
              Ctrl-X (or X)    leave
              Ctrl-H (or H)    this list
            Every other key goes to the chip.
            """;

    private static final int CTRL_C = 0x03;
    private static final int CTRL_H = 0x08;
    private static final int CTRL_L = 0x0c;
    private static final int CTRL_R = 0x12;
    private static final int CTRL_T = 0x14;
    private static final int CTRL_X = 0x18;
    private static final int CTRL_Y = 0x19;
    private static final int CTRL_RIGHT_BRACKET = 0x1d;

    private boolean inMenu;

    /** What a byte from the keyboard asks for. */
    public KeyAction pressed(int key) {
        if (inMenu) {
            inMenu = false;
            return menu(key);
        }
        return switch (key) {
            case CTRL_T -> {
                inMenu = true;
                yield KeyAction.Command.WAIT;
            }
            case CTRL_RIGHT_BRACKET, CTRL_C -> KeyAction.Command.EXIT;
            case CTRL_R -> KeyAction.Command.RESET;
            default -> new KeyAction.Send(key);
        };
    }

    private static KeyAction menu(int key) {
        return switch (key) {
            case CTRL_T, CTRL_RIGHT_BRACKET, CTRL_C -> new KeyAction.Send(key);
            case CTRL_R -> KeyAction.Command.RESET;
            case CTRL_Y -> KeyAction.Command.TOGGLE_OUTPUT;
            case CTRL_L -> KeyAction.Command.TOGGLE_LOG;
            case CTRL_X, 'x', 'X' -> KeyAction.Command.EXIT;
            case CTRL_H, 'h', 'H', '?' -> KeyAction.Command.HELP;
            default -> new KeyAction.Unknown(key);
        };
    }
}
