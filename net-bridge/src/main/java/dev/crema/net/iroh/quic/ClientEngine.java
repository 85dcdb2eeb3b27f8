package dev.crema.net.iroh.quic;

import dev.crema.net.iroh.ticket.EndpointId;
import dev.crema.net.iroh.tls.ClientHandshake;
import dev.crema.net.iroh.tls.TlsException;
import dev.crema.net.iroh.tls.TrafficSecrets;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import javax.net.ssl.X509TrustManager;
import javax.security.auth.x500.X500Principal;
import tech.kwik.agent15.NewSessionTicket;
import tech.kwik.agent15.ProtectionKeysType;
import tech.kwik.agent15.TlsConstants.CipherSuite;
import tech.kwik.agent15.TlsConstants.NamedGroup;
import tech.kwik.agent15.TlsConstants.SignatureScheme;
import tech.kwik.agent15.TlsProtocolException;
import tech.kwik.agent15.alert.ErrorAlert;
import tech.kwik.agent15.alert.IllegalParameterAlert;
import tech.kwik.agent15.alert.UnexpectedMessageAlert;
import tech.kwik.agent15.engine.CertificateWithPrivateKey;
import tech.kwik.agent15.engine.ClientMessageSender;
import tech.kwik.agent15.engine.HostnameVerifier;
import tech.kwik.agent15.engine.TlsClientEngine;
import tech.kwik.agent15.engine.TlsStatusEventHandler;
import tech.kwik.agent15.extension.Extension;
import tech.kwik.agent15.handshake.CertificateMessage;
import tech.kwik.agent15.handshake.CertificateRequestMessage;
import tech.kwik.agent15.handshake.CertificateVerifyMessage;
import tech.kwik.agent15.handshake.ClientHello;
import tech.kwik.agent15.handshake.EncryptedExtensions;
import tech.kwik.agent15.handshake.FinishedMessage;
import tech.kwik.agent15.handshake.NewSessionTicketMessage;
import tech.kwik.agent15.handshake.ServerHello;

/**
 * Kwik's client side of {@link ClientHandshake}. Whom to dial comes as the server's name, the own key as the client's certificate;
 * suites, groups, signatures, trust and resumption have nothing to choose.
 */
public final class ClientEngine implements TlsClientEngine {
    private final ClientMessageSender sender;
    private final TlsStatusEventHandler events;
    private final List<Extension> extensions = new ArrayList<>();
    private String serverName = "";
    private Optional<Function<List<X500Principal>, CertificateWithPrivateKey>> identity = Optional.empty();
    private Optional<ClientHandshake> handshake = Optional.empty();

    public ClientEngine(ClientMessageSender sender, TlsStatusEventHandler events) {
        this.sender = sender;
        this.events = events;
    }

    @Override
    public void startHandshake() throws IOException {
        EndpointId dialed = EndpointId.ofTlsName(serverName).orElseThrow(() ->
                new IOException("\"" + serverName + "\" is not the name of an endpoint"));
        ClientHandshake started = new ClientHandshake(dialed,
                identity.map(choose -> ((EndpointKey) choose.apply(List.of()).getPrivateKey()).key()), new SecureRandom());
        handshake = Optional.of(started);
        try {
            byte[] hello = started.hello(RawMessages.join(extensions.stream().map(Extension::getBytes).toList()));
            sender.send(new ClientHello(ByteBuffer.wrap(hello), null));
        } catch (TlsException | TlsProtocolException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Override
    public void startHandshake(NamedGroup group) throws IOException {
        startHandshake();
    }

    @Override
    public void startHandshake(NamedGroup group, List<SignatureScheme> schemes) throws IOException {
        startHandshake();
    }

    @Override
    public void received(ServerHello message, ProtectionKeysType level) throws IllegalParameterAlert {
        read(started -> started.serverHello(message.getBytes()));
        events.handshakeSecretsKnown();
    }

    @Override
    public void received(EncryptedExtensions message, ProtectionKeysType level) throws TlsProtocolException {
        EngineAlert.requireLevel(level, ProtectionKeysType.Handshake);
        read(started -> started.encryptedExtensions(message.getBytes()));
        events.extensionsReceived(message.getExtensions());
    }

    @Override
    public void received(CertificateRequestMessage message, ProtectionKeysType level) throws TlsProtocolException {
        EngineAlert.requireLevel(level, ProtectionKeysType.Handshake);
        read(started -> started.certificateRequest(message.getBytes()));
    }

    @Override
    public void received(CertificateMessage message, ProtectionKeysType level) throws TlsProtocolException {
        EngineAlert.requireLevel(level, ProtectionKeysType.Handshake);
        read(started -> started.certificate(message.getBytes()));
    }

    @Override
    public void received(CertificateVerifyMessage message, ProtectionKeysType level) throws TlsProtocolException {
        EngineAlert.requireLevel(level, ProtectionKeysType.Handshake);
        read(started -> started.certificateVerify(message.getBytes()));
    }

    @Override
    public void received(FinishedMessage message, ProtectionKeysType level) throws ErrorAlert, IOException {
        EngineAlert.requireLevel(level, ProtectionKeysType.Handshake);
        List<byte[]> flight = new ArrayList<>();
        read(started -> flight.addAll(started.finished(message.getBytes())));
        // Certificate and CertificateVerify come only if the server asked for them.
        byte[] finished = flight.removeLast();
        if (!flight.isEmpty()) {
            sender.send(RawMessages.certificate(flight.removeFirst()));
        }
        if (!flight.isEmpty()) {
            sender.send(RawMessages.certificateVerify(flight.removeFirst()));
        }
        sender.send(RawMessages.finished(finished));
        events.handshakeFinished();
    }

    /** Tickets for resumption are of no use here. */
    @Override
    public void received(NewSessionTicketMessage message, ProtectionKeysType level) throws UnexpectedMessageAlert {
        EngineAlert.requireLevel(level, ProtectionKeysType.Application);
    }

    @Override
    public void received(ClientHello message, ProtectionKeysType level) throws TlsProtocolException {
        throw new UnexpectedMessageAlert("a server sent a ClientHello");
    }

    private interface Step {
        void run(ClientHandshake handshake) throws TlsException;
    }

    private void read(Step step) throws EngineAlert {
        try {
            step.run(handshake.orElseThrow());
        } catch (TlsException failure) {
            throw new EngineAlert(failure);
        }
    }

    @Override
    public void setServerName(String name) {
        serverName = name;
    }

    @Override
    public void setClientCertificateCallback(Function<List<X500Principal>, CertificateWithPrivateKey> callback) {
        identity = Optional.of(callback);
    }

    @Override
    public void add(Extension extension) {
        extensions.add(extension);
    }

    @Override
    public void addExtensions(List<Extension> more) {
        extensions.addAll(more);
    }

    /** The key that the server has shown, even if it was refused. */
    @Override
    public List<X509Certificate> getServerCertificateChain() {
        return handshake.flatMap(ClientHandshake::peer).stream().<X509Certificate>map(RawKeyCertificate::new).toList();
    }

    @Override
    public boolean handshakeFinished() {
        return handshake.isPresent() && handshake.get().isDone();
    }

    @Override
    public CipherSuite getSelectedCipher() {
        return CipherSuite.TLS_AES_128_GCM_SHA256;
    }

    /** Null as agent15 has it: there is no early data. */
    @Override
    public byte[] getClientEarlyTrafficSecret() {
        return null;
    }

    @Override
    public byte[] getClientHandshakeTrafficSecret() {
        return handshake.flatMap(ClientHandshake::handshakeSecrets).map(TrafficSecrets::client).orElseThrow();
    }

    @Override
    public byte[] getServerHandshakeTrafficSecret() {
        return handshake.flatMap(ClientHandshake::handshakeSecrets).map(TrafficSecrets::server).orElseThrow();
    }

    @Override
    public byte[] getClientApplicationTrafficSecret() {
        return handshake.flatMap(ClientHandshake::applicationSecrets).map(TrafficSecrets::client).orElseThrow();
    }

    @Override
    public byte[] getServerApplicationTrafficSecret() {
        return handshake.flatMap(ClientHandshake::applicationSecrets).map(TrafficSecrets::server).orElseThrow();
    }

    @Override
    public List<NewSessionTicket> getNewSessionTickets() {
        return List.of();
    }

    @Override
    public void addSupportedCiphers(List<CipherSuite> suites) {
    }

    @Override
    public void setTrustManager(X509TrustManager manager) {
    }

    @Override
    public void setHostnameVerifier(HostnameVerifier verifier) {
    }

    @Override
    public void setNewSessionTicket(NewSessionTicket ticket) {
    }

    @Override
    public void setCompatibilityMode(boolean compatible) {
    }
}
