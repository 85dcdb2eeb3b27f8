package dev.crema.net.dial;

import dev.crema.emulator.debug.profile.CodeGroup;
import java.util.List;

/**
 * What a handshake of QUIC with raw public keys consists of, by the names that functions have in the endpoint sample, in mbedTLS and
 * ESP-IDF, and in Rust's ring, dalek and RustCrypto. What a compiler has inlined counts for what it was inlined into.
 */
final class HandshakeGroups {
    /** What is none of the others. */
    static final String REST = "rest";

    // Verification before signing: "signature" is in the names of both.
    static final List<CodeGroup> ALL = List.of(
            CodeGroup.withCallees("Ed25519 verify",
                    "(?i)ed25519.*verif|verif.*ed25519|ge_double_scalarmult_vartime|vartime_double_(base_)?(scalar_)?mul"),
            CodeGroup.withCallees("Ed25519 sign", "(?i)ed25519.*sign|sign.*ed25519|ed25519_key$|expandedsecretkey|x25519_sc_muladd"),
            CodeGroup.withCallees("X25519", "(?i)^x25519|x25519_(public|shared|scalar|private|fe_)|x25519_dalek|montgomery"
                    + "|curve25519.*x25519|crypto_scalarmult|ecp_mul_mxz|ecdh_"),
            CodeGroup.withCallees("AES-GCM", "(?i)(^|[^a-z])(esp_|mbedtls_)?aes|aes_?(128|gcm|hw)|gcm|ghash|polyval|header_mask"),
            CodeGroup.withCallees("SHA-256", "(?i)sha_?256|sha2(_|\\d|[^a-z0-9]|$)|hmac|hkdf|esp_sha|mbedtls_md_|transcript_hash"),
            CodeGroup.alone("copies", "^(_*mem(cpy|move|set|cmp|chr)(_aux|[0-9])?|b(copy|zero|cmp)|str[a-z]*|compiler_builtins.*mem.*)$"
                    + "|compiler_builtins.*mem(cpy|move|set|cmp)"),
            CodeGroup.alone("driver", "^(radio_|station_|supplicant_|chip_|udp_|dhcp_|net_|send_(ip|arp)|answer$)"
                    + "|(?i)(^|_)(wifi|ieee80211|wpa|lmac|wdev|esf|phy|ppt|pp_|hal_mac|ic_|etharp|lwip|pbuf|tcpip|netif|sys_arch|"
                    + "ip4|udp|ethernet)|^(pp[A-Z]|lmac[A-Z]|wDev|rc[A-Z]|esp_netif|ram_|phy_)"));

    private HandshakeGroups() {
    }
}
