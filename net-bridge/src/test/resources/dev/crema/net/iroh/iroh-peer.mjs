// A peer for tests: published iroh (npm package @number0/iroh) without relays and without address lookup, on the loopback only.
//
//   node iroh-peer.mjs FOLDER serve ALPN [retry]           prints "ticket T", then one line for each thing that happens
//   node iroh-peer.mjs FOLDER dial TICKET ALPN SIZE COUNT [DIALS]  echoes COUNT times at once, DIALS times in a row
//
// FOLDER is where npm installed the package. The process ends when its standard input does.
import { createRequire } from 'node:module';
import { join } from 'node:path';

const [folder, role, ...rest] = process.argv.slice(2);
const { Endpoint, EndpointTicket, RelayMode, presetMinimal } = createRequire(join(folder, 'peer.js'))('@number0/iroh');

const say = line => process.stdout.write(line + '\n');
const bytes = text => [...Buffer.from(text)];
const reason = error => String(error.message ?? error).split('Stack backtrace')[0].replaceAll('\n', ' ').trim();
const CHUNK = 65536;

process.stdin.on('end', () => process.exit(0)).resume();

async function endpoint(alpns) {
    const builder = Endpoint.builder();
    presetMinimal(builder);
    builder.relayMode(RelayMode.disabled());
    builder.bindAddr('127.0.0.1:0');
    builder.alpns(alpns.map(bytes));
    return builder.bind();
}

// The answers of the package are arrays of numbers; the end of a stream is an empty one.
async function echo(stream) {
    let total = 0;
    for (let chunk = await stream.recv.read(CHUNK); chunk && chunk.length > 0; chunk = await stream.recv.read(CHUNK)) {
        await stream.send.writeAll(chunk);
        total += chunk.length;
    }
    await stream.send.finish();
    return total;
}

async function serveOne(incoming) {
    try {
        const connection = await (await incoming.accept()).connect();
        say(`peer ${connection.remoteId()}`);
        say(`echoed ${await echo(await connection.acceptBi())}`);
        say(`closed ${await connection.closed()}`);
    } catch (error) {
        say(`failed ${reason(error)}`);
    }
}

async function serve(alpn, retry) {
    const own = await endpoint([alpn]);
    say(`ticket ${EndpointTicket.fromAddr(own.addr())}`);
    for (let incoming = await own.acceptNext(); incoming; incoming = await own.acceptNext()) {
        if (retry && !await incoming.remoteAddrValidated()) {
            await incoming.retry();
        } else {
            serveOne(incoming);
        }
    }
}

async function dialOnce(own, address, alpn, size) {
    const connection = await own.connect(address, bytes(alpn));
    const stream = await connection.openBi();
    const message = Array.from({ length: size }, (_, i) => (i * 31 + (i >> 8)) & 255);
    const sending = stream.send.writeAll(message).then(() => stream.send.finish());
    const back = await stream.recv.readToEnd(size + 1);
    await sending;
    connection.close(0n, bytes('done'));
    return back.length === size && back.every((value, i) => value === message[i]);
}

async function dial(ticket, alpn, size, count, dials) {
    const own = await endpoint([]);
    say(`id ${own.id()}`);
    const address = EndpointTicket.fromString(ticket).endpointAddr();
    for (let i = 0; i < dials; i++) {
        const results = await Promise.allSettled(Array.from({ length: count }, () => dialOnce(own, address, alpn, size)));
        results.forEach(result => say(result.status === 'rejected' ? `failed ${reason(result.reason)}`
            : result.value ? 'echoed' : 'differs'));
    }
    await own.close();
    say('end');
}

if (role === 'serve') {
    await serve(rest[0], rest[1] === 'retry');
} else {
    await dial(rest[0], rest[1], Number(rest[2]), Number(rest[3]), Number(rest[4] ?? 1));
}
