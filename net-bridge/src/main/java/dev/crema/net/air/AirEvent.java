package dev.crema.net.air;

import dev.crema.net.air.frame.MacAddress;
import dev.crema.net.air.frame.ReasonCode;
import dev.crema.net.air.frame.Ssid;

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

    /** The firmware associated with an access point. */
    record Associated(Ssid ssid, MacAddress bssid, MacAddress station, int aid) implements AirEvent {
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
            return "disassociated from '" + ssid + "' by " + (byStation ? "the station" : "the access point") + ", reason " + reason
                    + " (" + ReasonCode.text(reason) + ")";
        }
    }
}
