package dev.crema.net.usernet;

import dev.crema.net.usernet.packet.DnsAnswer;
import dev.crema.net.usernet.packet.DnsAnswer.Code;
import dev.crema.net.usernet.packet.DnsQuestion;
import dev.crema.net.usernet.packet.DnsRecord;
import dev.crema.net.usernet.packet.Endpoint;
import dev.crema.net.usernet.packet.Ipv4Address;
import dev.crema.net.usernet.packet.UdpDatagram;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Map.Entry;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Resolves names: those of the network itself here, all others through the host's resolver. It answers for every name server that
 * the guest asks, so a firmware with the address of a public one in it needs no way out.
 */
final class NameService implements UdpService {
    private static final Pattern HOST_NAME = Pattern.compile("[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*");
    /** Nothing is ever found there: RFC 6761, section 6.4, and what this network names itself. */
    private static final Pattern NOWHERE_ELSE = Pattern.compile(".*\\.(invalid|crema)");
    /** Whom firmware asks for the time. That is told here whichever server is asked, so the host need not know them. */
    private static final Pattern TIME_SERVERS = Pattern.compile(
            "(.+\\.)?pool\\.ntp\\.org|time[0-9.a-z-]*\\.(google|windows|apple|cloudflare|facebook|aws)\\.com|time.*\\.nist\\.gov"
            + "|ntp[0-9]*\\.(aliyun\\.com|ubuntu\\.com|org)");

    private final Subnet subnet;
    private final Map<String, Ipv4Address> names;
    private final GuestLan lan;
    private final Optional<HostQuestions> host;
    private final Consumer<NetworkEvent> events;

    /**
     * A name service.
     *
     * @param names that are known here, in lower case
     * @param host answers for all others; empty if it may not be asked
     */
    NameService(Subnet subnet, Map<String, Ipv4Address> names, GuestLan lan, Optional<HostQuestions> host,
            Consumer<NetworkEvent> events) {
        this.subnet = subnet;
        this.names = names;
        this.lan = lan;
        this.host = host;
        this.events = events;
    }

    @Override
    public void receive(Endpoint from, Endpoint to, byte[] payload) {
        DnsQuestion.parse(payload).ifPresent(question -> answer(question, reply ->
                lan.send(UdpDatagram.packet(to, from, reply.toBytes(question)))));
    }

    private void answer(DnsQuestion question, Consumer<DnsAnswer> reply) {
        if (question.operation() != 0) {
            reply.accept(new DnsAnswer(Code.NOT_IMPLEMENTED));
        } else if (question.name().isEmpty()) {
            reply.accept(new DnsAnswer(Code.FORMAT_ERROR));
        } else {
            String name = question.name().get().toLowerCase(Locale.ROOT);
            switch (question.type()) {
                case DnsRecord.A, DnsRecord.AAAA -> addresses(name, question.type(), reply);
                case DnsRecord.PTR -> pointer(name, reply);
                default -> reply.accept(new DnsAnswer(Code.NOT_IMPLEMENTED));
            }
        }
    }

    private void addresses(String name, int type, Consumer<DnsAnswer> reply) {
        Ipv4Address known = TIME_SERVERS.matcher(name).matches() ? subnet.gateway() : names.get(name);
        if (known != null) {
            reply.accept(type == DnsRecord.A ? records(Stream.of(new DnsRecord(type, known.toBytes()))) : records(Stream.of()));
        } else if (!HOST_NAME.matcher(name).matches() || NOWHERE_ELSE.matcher(name).matches()) {
            reply.accept(new DnsAnswer(Code.NAME_ERROR));
        } else {
            ask(reply, () -> HostNames.resolve(name), outcome -> {
                if (type == DnsRecord.A) {
                    tell(name, outcome);
                }
                return answer(outcome, type);
            });
        }
    }

    private void pointer(String name, Consumer<DnsAnswer> reply) {
        Optional<InetAddress> address = ReverseName.parse(name);
        Optional<Ipv4Address> local = address.flatMap(Ipv4Address::of).filter(subnet::contains);
        if (local.isPresent()) {
            reply.accept(names.entrySet().stream().filter(entry -> entry.getValue().equals(local.get())).map(Entry::getKey)
                    .findFirst().map(found -> records(Stream.of(DnsRecord.pointer(found))))
                    .orElse(new DnsAnswer(Code.NAME_ERROR)));
        } else if (address.isEmpty()) {
            reply.accept(new DnsAnswer(Code.NAME_ERROR));
        } else {
            ask(reply, () -> HostNames.nameOf(address.get()), outcome -> answer(outcome, DnsRecord.PTR));
        }
    }

    private void ask(Consumer<DnsAnswer> reply, Supplier<HostNames.Outcome> question,
            Function<HostNames.Outcome, DnsAnswer> answer) {
        if (host.isEmpty()) {
            reply.accept(new DnsAnswer(Code.REFUSED));
        } else if (!host.get().ask(question, outcome -> reply.accept(answer.apply(outcome)))) {
            reply.accept(new DnsAnswer(Code.SERVER_FAILURE));
        }
    }

    private DnsAnswer answer(HostNames.Outcome outcome, int type) {
        return switch (outcome) {
            case HostNames.Outcome.Addresses(List<InetAddress> addresses) -> records(addresses.stream()
                    .filter(address -> type == (address instanceof Inet4Address ? DnsRecord.A : DnsRecord.AAAA))
                    .filter(address -> type == DnsRecord.A || !address.isLoopbackAddress())
                    .map(address -> new DnsRecord(type, asTheGuestSees(address))));
            case HostNames.Outcome.Name(String name) -> records(Stream.of(DnsRecord.pointer(name)));
            case HostNames.Outcome.NoSuchName() -> new DnsAnswer(Code.NAME_ERROR);
            case HostNames.Outcome.NoAnswer() -> new DnsAnswer(Code.SERVER_FAILURE);
        };
    }

    /** The host itself is the gateway: 127.0.0.1 would be the guest. */
    private byte[] asTheGuestSees(InetAddress address) {
        return address.isLoopbackAddress() ? subnet.gateway().toBytes() : address.getAddress();
    }

    private void tell(String name, HostNames.Outcome outcome) {
        if (outcome instanceof HostNames.Outcome.Addresses(List<InetAddress> addresses)) {
            events.accept(new NetworkEvent.Resolved(name, addresses));
        } else if (outcome instanceof HostNames.Outcome.NoSuchName) {
            events.accept(new NetworkEvent.Resolved(name, List.of()));
        }
    }

    private static DnsAnswer records(Stream<DnsRecord> records) {
        return new DnsAnswer(Code.NO_ERROR, records.toList());
    }
}
