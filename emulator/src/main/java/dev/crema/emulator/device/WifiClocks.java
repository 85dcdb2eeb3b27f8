package dev.crema.emulator.device;

/** The clock gates of the radio, DPORT's WIFI_CLK_EN, as far as the WiFi MAC hangs on them (ESP-IDF, {@code soc/dport_reg.h}). */
public final class WifiClocks {
    /** DPORT_WIFI_CLK_WIFI_EN_M. */
    private static final int WIFI = 0x406;
    /** DPORT_WIFI_CLK_WIFI_BT_COMMON_M. */
    private static final int COMMON = 0x3c9;

    private final Register gates;
    private Runnable listener = () -> { };

    WifiClocks(Register gates) {
        this.gates = gates.onWrite(word -> listener.run());
    }

    /** Whether the WiFi MAC and its base-band run. */
    public boolean wifi() {
        return (gates.get() & WIFI) == WIFI;
    }

    /** Whether what WiFi and Bluetooth share runs, the MAC's time counter among it. */
    public boolean common() {
        return (gates.get() & COMMON) == COMMON;
    }

    /** Sets who is told that the gates may have changed. */
    public void onChange(Runnable changed) {
        listener = changed;
    }

    void reset() {
        listener.run();
    }
}
