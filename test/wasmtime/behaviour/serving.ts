// Servers of every address, names, and the ports that connections come from.
import dns from 'node:dns';
import net from 'node:net';
import { type Acts, HOST, shown, tell, watched } from './act.ts';

type Lookup = NonNullable<net.TcpNetConnectOpts['lookup']>;

export const serving: Acts = {
  'a server of every address takes IPv4 and IPv6'() {
    const hosts = [HOST, '::1', `::ffff:${HOST}`];
    const server = net.createServer(socket => {
      const { localAddress, localFamily, remoteAddress, remoteFamily } = socket;
      socket.end(JSON.stringify({ localAddress, localFamily, remoteAddress, remoteFamily }));
    });
    server.on('close', () => tell('server closed')).listen(0, visit);
    tell({ listening: server.listening, address: family(server.address()) });

    function visit(): void {
      const host = hosts.shift();
      if (host === undefined) return void server.close();
      const socket = watched(net.connect((server.address() as net.AddressInfo).port, host), host);
      socket.on('connect', () => tell([host, socket.remoteAddress, socket.localAddress]));
      socket.setEncoding('utf8').on('data', tell);
      socket.on('close', visit);
    }
  },

  'a port of every address is one port'() {
    const [every, other, four] = ['every', 'other', 'four'].map(name =>
      net.createServer().on('error', error => tell([name, withoutPort(shown(error))])),
    );
    every.listen(0, () => {
      const { port } = every.address() as net.AddressInfo;
      other.once('error', () => every.close(() => four.listen(port, '0.0.0.0', () => other.listen(port))));
      other.listen(port);
    });
    four.on('listening', () => other.on('error', () => four.close()));
  },

  'peers that take nothing leave others what they are sent, many of them in one tick'() {
    const [STALLED, OTHERS, BYTES] = [262, 150, 60_000];
    const sockets: net.Socket[] = [];
    const much = Buffer.alloc(8 << 20);
    const server = net.createServer(socket => {
      sockets.push(socket);
      if (sockets.length <= STALLED) socket.write(much);
      if (sockets.length === STALLED) setTimeout(visit, 100);
      if (sockets.length === STALLED + OTHERS) setTimeout(send, 100);
    });
    server.listen(0, HOST, () => {
      for (let i = 0; i < STALLED; i++) connected().pause();
    });
    const connected = () =>
      net.connect((server.address() as net.AddressInfo).port, HOST).on('error', error => tell(shown(error)));
    let received = 0;
    function visit(): void {
      for (let i = 0; i < OTHERS; i++) connected().on('data', bytes => got(bytes.length));
    }
    function send(): void {
      const message = Buffer.alloc(BYTES, 'a');
      for (const socket of sockets.slice(STALLED)) socket.write(message);
    }
    function got(bytes: number): void {
      received += bytes;
      if (received < OTHERS * BYTES) return;
      tell(received);
      process.exit();
    }
  },

  'an unreferenced server of every address lets the program go'() {
    net
      .createServer()
      .listen(0, '::', () => tell('listening'))
      .unref();
    setTimeout(() => tell('timer'), 20);
  },

  'IPv6 alone leaves the port of IPv4 to others'() {
    const six = net.createServer();
    six.listen({ port: 0, host: '::', ipv6Only: true }, () => {
      const { port } = six.address() as net.AddressInfo;
      const four = net.createServer().listen(port, '0.0.0.0', () => {
        tell([family(six.address()), family(four.address())]);
        six.close();
        four.close();
      });
    });
  },

  'localhost is looked up, and addresses are not'() {
    const answered = (error: Error | null, address: string, family: number) =>
      tell([error && shown(error), address, family]);
    // One after the other: Node looks names up in several threads.
    dns.lookup('localhost', { family: 4 }, (...answer) => {
      answered(...answer);
      dns.lookup('localhost', { family: 4, all: true }, (error, found) => tell([error, found]));
    });
    dns.lookup('::1', { family: 4 }, answered);
    dns.lookup(`${'a'.repeat(300)}`, answered);
  },

  'several addresses are tried from one local port'({ port, closed }) {
    const probe = net.createServer().listen(0, () => {
      const { port: localPort } = probe.address() as net.AddressInfo;
      const lookup: Lookup = (_name, _options, done) =>
        done(null, [
          { address: '::1', family: 6 },
          { address: HOST, family: 4 },
        ]);
      const to = { host: 'both', localPort, lookup };
      const taken = watched(net.connect({ ...to, port: closed }), 'taken');
      taken.on('close', () =>
        probe.close(() => {
          const socket = watched(net.connect({ ...to, port }));
          socket.on('connect', () => {
            tell({ own: socket.localPort === localPort, from: socket.localAddress });
            socket.destroy();
          });
          socket.resume();
        }),
      );
    });
  },
};

function family(address: net.AddressInfo | string | null): object {
  const { port, ...rest } = address as net.AddressInfo;
  return { ...rest, port: port > 0 };
}

function withoutPort(error: object): string {
  return JSON.stringify(error).replace(/\d{4,5}/g, '');
}
