package dev.crema.net.air;

import dev.crema.net.air.frame.ReasonCode;
import dev.crema.net.air.frame.Ssid;
import dev.crema.net.ethernet.MacAddress;
import java.util.Optional;

/** What happens in the air that is worth a line. */
public sealed interface AirEvent {
    /** The event in one line, without the time. */
    String line();

    /** An access point is on the air. */
    record AccessPointUp(Ssid ssid, MacAddress bssid, int channel) implements AirEvent {
        @Override
        public String line() {
            return "access point '" + ssid + "' on channel " + channel;
        }
    }

    /** An access point has fallen silent. */
    record AccessPointDown(Ssid ssid, MacAddress bssid) implements AirEvent {
        @Override
        public String line() {
            return "access point '" + ssid + "' is gone";
        }
    }

    /** The firmware associated with an access point; with a secured one, a handshake follows. */
    record Associated(Ssid ssid, MacAddress bssid, MacAddress station, int aid, boolean secured) implements AirEvent {
        @Override
        public String line() {
            return "associated aid=" + aid + " with '" + ssid + "'";
        }
    }

    /** An access point refused to associate with the firmware. */
    record Refused(Ssid ssid, MacAddress station, int status) implements AirEvent {
        @Override
        public String line() {
            return "association with '" + ssid + "' refused, status " + status;
        }
    }

    /** An association ended. */
    record Disassociated(Ssid ssid, MacAddress station, int reason, boolean byStation) implements AirEvent {
        @Override
        public String line() {
            String by = byStation ? "the station" : "the access point";
            return "disassociated from '" + ssid + "' by " + by + ", reason " + reason + " (" + ReasonCode.text(reason) + ")";
        }
    }

    /** A station has shown that it knows the password, and has its keys. */
    record HandshakeComplete(Ssid ssid, MacAddress bssid, MacAddress station, String password) implements AirEvent {
        @Override
        public String line() {
            return "4-way complete";
        }
    }

    /** A station has shown that it knows another password. */
    record WrongPassword(Ssid ssid, MacAddress station) implements AirEvent {
        @Override
        public String line() {
            return "wrong password for '" + ssid + "'";
        }
    }

    /** All stations of a network have a new group key, which is used from now on. */
    record GroupKeyRenewed(Ssid ssid) implements AirEvent {
        @Override
        public String line() {
            return "group key of '" + ssid + "' renewed";
        }
    }

    /** A station of ours has joined a network, keys and all. */
    record StationJoined(Ssid ssid, MacAddress bssid, int aid) implements AirEvent {
        @Override
        public String line() {
            return "a station joined '" + ssid + "' aid=" + aid;
        }
    }

    /** A station of ours could not join a network, or is no longer in it. */
    record StationLeft(Ssid ssid, MacAddress bssid, String why) implements AirEvent {
        @Override
        public String line() {
            return "the station is not in '" + ssid + "': " + why;
        }
    }

    /** Another machine in the ether has the address of this one. */
    record AddressClash(MacAddress address) implements AirEvent {
        @Override
        public String line() {
            return "another machine here has the address " + address + " too; give one of them its own with --mac";
        }
    }

    /** The firmware has joined a network that was made because it asked for it. */
    record CredentialsUsed(Ssid ssid, Optional<String> password) implements AirEvent {
        @Override
        public String line() {
            String with = password.map(text -> "with password '" + text + "'").orElse("without password");
            return "the firmware joined '" + ssid + "' " + with;
        }
    }
}
