package dev.crema.firmware.nvs;

import dev.crema.firmware.ByteView;
import dev.crema.firmware.FirmwareException;
import dev.crema.firmware.LittleEndian;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The value of a key as text, in one of the encodings of {@code esp-idf-nvs-partition-gen}. */
record NvsValue(String namespace, String key) {
    private static final Pattern FILLED = Pattern.compile("(blob_fill|blob_sz_fill)\\((\\d{1,7});0x([0-9a-fA-F]{2})\\)");

    NvsEntry parse(String encoding, ByteView value) {
        Matcher filled = FILLED.matcher(encoding);
        if (filled.matches()) {
            return NvsEntry.blob(namespace, key, filled(value, filled));
        }
        return switch (encoding) {
            case "string" -> NvsEntry.string(namespace, key, value.text());
            case "binary" -> NvsEntry.blob(namespace, key, value.toArray());
            case "hex2bin", "base64" -> NvsEntry.blob(namespace, key, decode(encoding, value.text().strip()));
            default -> NvsEntry.number(namespace, key, number(encoding), value.text());
        };
    }

    private static NvsType number(String encoding) {
        return Arrays.stream(NvsType.values()).filter(type -> type.isNumber() && type.encoding().equals(encoding)).findFirst()
                .orElseThrow(() -> new FirmwareException("\"%s\" is no encoding; use u8, i8, u16, i16, u32, i32, u64, i64, "
                        + "string, hex2bin, base64, binary, blob_fill(SIZE;0xNN) or blob_sz_fill(SIZE;0xNN).", encoding));
    }

    private byte[] decode(String encoding, String text) {
        try {
            return encoding.equals("hex2bin") ? HexFormat.of().parseHex(text) : Base64.getMimeDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw new FirmwareException("The value of NVS key \"%s\" is not valid %s; correct it.", key, encoding);
        }
    }

    /** A value in a field of fixed size, with its own size as four bytes before it if asked for. */
    private byte[] filled(ByteView value, Matcher encoding) {
        int length = Integer.parseInt(encoding.group(2));
        int prefix = encoding.group(1).equals("blob_sz_fill") ? 4 : 0;
        if (value.size() > length) {
            throw new FirmwareException("The value of NVS key \"%s\" has %d bytes, more than the %d to fill; shorten it.",
                    key, value.size(), length);
        }
        byte[] result = new byte[prefix + length];
        Arrays.fill(result, prefix, result.length, (byte) Integer.parseInt(encoding.group(3), 16));
        value.copyTo(result, prefix);
        if (prefix > 0) {
            LittleEndian.putI32(result, 0, value.size());
        }
        return result;
    }
}
