package dev.crema.firmware.nvs;

/** The two versions of NVS in flash; the code is the version byte of a page's header. */
public enum NvsVersion {
    /** ESP-IDF before 3.2: a blob lies in one page. */
    V1(0xFF, 1984),
    /** Blobs may span pages. */
    V2(0xFE, 4000);

    private final int code;
    private final int longestString;

    NvsVersion(int code, int longestString) {
        this.code = code;
        this.longestString = longestString;
    }

    int code() {
        return code;
    }

    /** The longest text with its NUL, in bytes; in {@link #V1} also the longest blob. */
    int longestString() {
        return longestString;
    }
}
