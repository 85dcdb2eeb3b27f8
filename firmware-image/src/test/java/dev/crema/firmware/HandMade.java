package dev.crema.firmware;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Small firmware files written byte by byte after the format's description, without the code under test. */
public final class HandMade {
    private final ByteArrayOutputStream segments = new ByteArrayOutputStream();
    private int count;
    private int checksum = 0xEF;
    private int chipId;
    private int sizeAndSpeed = 0x20;

    /** An application with a descriptor, code in flash and a word in RAM. */
    public static byte[] app() {
        return new HandMade().segment(0x3F400020, appDescriptor()).segment(0x3FFB0000, new byte[] {1, 2, 3, 4})
                .segment(0x400D0134, new byte[] {5, 6, 7, 8}).image();
    }

    /** A program for the mask ROM: all in RAM. */
    public static byte[] ramProgram() {
        return new HandMade().segment(0x3FFF0000, new byte[] {1, 2, 3, 4}).segment(0x40080000, new byte[16]).image();
    }

    /** 256 bytes of esp_app_desc_t for project "demo", version "1.2". */
    public static byte[] appDescriptor() {
        ByteBuffer b = ByteBuffer.allocate(256).order(ByteOrder.LITTLE_ENDIAN);
        b.putInt(0, 0xABCD5432);
        b.put(16, "1.2".getBytes());
        b.put(48, "demo".getBytes());
        b.put(80, "12:34:56".getBytes());
        b.put(96, "Jan  2 2024".getBytes());
        b.put(112, "v5.2".getBytes());
        return b.array();
    }

    public HandMade chip(int id) {
        chipId = id;
        return this;
    }

    public HandMade sizeAndSpeed(int value) {
        sizeAndSpeed = value;
        return this;
    }

    public HandMade segment(int address, byte[] data) {
        segments.writeBytes(ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putInt(address).putInt(data.length).array());
        segments.writeBytes(data);
        for (byte b : data) {
            checksum ^= b & 0xff;
        }
        count++;
        return this;
    }

    /** Header, segments, checksum, SHA-256. */
    public byte[] image() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] header = new byte[24];
        header[0] = (byte) 0xE9;
        header[1] = (byte) count;
        header[2] = 2;
        header[3] = (byte) sizeAndSpeed;
        ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN).putInt(4, 0x40080000);
        header[8] = (byte) 0xEE;
        header[12] = (byte) chipId;
        header[17] = (byte) 0x8F;
        header[18] = 1;
        header[23] = 1;
        out.writeBytes(header);
        out.writeBytes(segments.toByteArray());
        while (out.size() % 16 != 15) {
            out.write(0);
        }
        out.write(checksum);
        try {
            out.writeBytes(MessageDigest.getInstance("SHA-256").digest(out.toByteArray()));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
        return out.toByteArray();
    }
}
