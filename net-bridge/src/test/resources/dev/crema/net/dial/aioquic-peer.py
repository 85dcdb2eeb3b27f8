"""Dials 127.0.0.1 at a port for a protocol with aioquic, which knows certificates but no raw public keys, and prints how it ends."""
import asyncio
import ssl
import sys

from aioquic.asyncio import QuicConnectionProtocol, connect
from aioquic.quic.configuration import QuicConfiguration
from aioquic.quic.events import ConnectionTerminated, HandshakeCompleted


class Peer(QuicConnectionProtocol):
    def quic_event_received(self, event):
        if isinstance(event, ConnectionTerminated):
            print("terminated 0x%x %s" % (event.error_code, event.reason_phrase), flush=True)
        elif isinstance(event, HandshakeCompleted):
            print("connected %s" % event.alpn_protocol, flush=True)


async def dial(port, alpn):
    configuration = QuicConfiguration(is_client=True, alpn_protocols=[alpn], verify_mode=ssl.CERT_NONE, idle_timeout=20)
    try:
        async with connect("127.0.0.1", port, configuration=configuration, create_protocol=Peer):
            pass
    except ConnectionError:
        pass


asyncio.run(dial(int(sys.argv[1]), sys.argv[2]))
