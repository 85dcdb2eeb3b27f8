package dev.crema.net.iroh.quic;

import dev.crema.net.iroh.tls.ServerHandshake;
import dev.crema.net.iroh.tls.TlsException;
import dev.crema.net.iroh.tls.TrafficSecrets;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import tech.kwik.agent15.ProtectionKeysType;
import tech.kwik.agent15.TlsConstants.CipherSuite;
import tech.kwik.agent15.TlsProtocolException;
import tech.kwik.agent15.alert.UnexpectedMessageAlert;
import tech.kwik.agent15.engine.ServerMessageSender;
import tech.kwik.agent15.engine.TlsServerEngine;
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

/** Kwik's server side of {@link ServerHandshake}; suites and resumption have nothing to choose. */
final class ServerEngine implements TlsServerEngine {
    private final ServerIdentity identity;
    private final ServerHandshake handshake;
    private final List<Extension> extensions = new ArrayList<>();
    private ServerMessageSender sender;
    private TlsStatusEventHandler events;

    ServerEngine(ServerIdentity identity, ServerMessageSender sender, TlsStatusEventHandler events) {
        this.identity = identity;
        this.handshake = new ServerHandshake(identity.key(), new SecureRandom());
        this.sender = sender;
        this.events = events;
    }

    @Override
    public void received(ClientHello message, ProtectionKeysType level) throws TlsProtocolException, IOException {
        EngineAlert.requireLevel(level, ProtectionKeysType.None);
        ServerHandshake.Answer answer;
        try {
            handshake.clientHello(message.getBytes());
            // Kwik chooses the protocol here and adds it and its transport parameters to the extensions.
            events.extensionsReceived(message.getExtensions());
            answer = handshake.answer(RawMessages.join(extensions.stream().map(Extension::getBytes).toList()));
        } catch (TlsException failure) {
            throw new EngineAlert(failure);
        }
        sender.send(RawMessages.serverHello(answer.serverHello()));
        events.handshakeSecretsKnown();
        List<byte[]> flight = answer.flight();
        // agent15 has no way to send a CertificateRequest; QUIC carries a stream of bytes, so it may ride along.
        sender.send(RawMessages.encryptedExtensions(flight.subList(0, 2)));
        sender.send(RawMessages.certificate(flight.get(2)));
        sender.send(RawMessages.certificateVerify(flight.get(3)));
        sender.send(RawMessages.finished(flight.get(4)));
    }

    @Override
    public void received(CertificateMessage message, ProtectionKeysType level) throws TlsProtocolException {
        read(level, () -> handshake.certificate(message.getBytes()));
    }

    @Override
    public void received(CertificateVerifyMessage message, ProtectionKeysType level) throws TlsProtocolException {
        read(level, () -> handshake.certificateVerify(message.getBytes()));
    }

    @Override
    public void received(FinishedMessage message, ProtectionKeysType level) throws TlsProtocolException {
        read(level, () -> handshake.finished(message.getBytes()));
        identity.connected(events, handshake.peer().orElseThrow());
        events.handshakeFinished();
    }

    private interface Step {
        void run() throws TlsException;
    }

    private static void read(ProtectionKeysType level, Step step) throws TlsProtocolException {
        EngineAlert.requireLevel(level, ProtectionKeysType.Handshake);
        try {
            step.run();
        } catch (TlsException failure) {
            throw new EngineAlert(failure);
        }
    }

    @Override
    public void received(ServerHello message, ProtectionKeysType level) throws TlsProtocolException {
        throw notForServers();
    }

    @Override
    public void received(EncryptedExtensions message, ProtectionKeysType level) throws TlsProtocolException {
        throw notForServers();
    }

    @Override
    public void received(CertificateRequestMessage message, ProtectionKeysType level) throws TlsProtocolException {
        throw notForServers();
    }

    @Override
    public void received(NewSessionTicketMessage message, ProtectionKeysType level) throws TlsProtocolException {
        throw notForServers();
    }

    private static UnexpectedMessageAlert notForServers() {
        return new UnexpectedMessageAlert("a client sent what only servers send");
    }

    @Override
    public void addServerExtensions(Extension extension) {
        extensions.add(extension);
    }

    @Override
    public List<Extension> getServerExtensions() {
        return extensions;
    }

    @Override
    public void setServerMessageSender(ServerMessageSender newSender) {
        sender = newSender;
    }

    @Override
    public void setStatusHandler(TlsStatusEventHandler handler) {
        events = handler;
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
        return handshake.handshakeSecrets().map(TrafficSecrets::client).orElseThrow();
    }

    @Override
    public byte[] getServerHandshakeTrafficSecret() {
        return handshake.handshakeSecrets().map(TrafficSecrets::server).orElseThrow();
    }

    @Override
    public byte[] getClientApplicationTrafficSecret() {
        return handshake.applicationSecrets().map(TrafficSecrets::client).orElseThrow();
    }

    @Override
    public byte[] getServerApplicationTrafficSecret() {
        return handshake.applicationSecrets().map(TrafficSecrets::server).orElseThrow();
    }

    @Override
    public void addSupportedCiphers(List<CipherSuite> suites) {
    }

    @Override
    public void setSelectedApplicationLayerProtocol(String protocol) {
    }

    @Override
    public void setSessionDataVerificationCallback(Function<ByteBuffer, Boolean> callback) {
    }

    @Override
    public void setSessionData(byte[] data) {
    }
}
