// The other end of the cycles, on Node's own net in a process of its own: what it keeps is not measured. It ends
// when its input does.
import { once } from 'node:events';
import net, { type AddressInfo, type Server, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { AT_ONCE, type Ending, type Order, POURED, type Ports } from './orders.ts';

const poured = Buffer.alloc(POURED);

/** What it does with a connection that it accepts. */
const habits: Record<keyof Omit<Ports, 'nobody'>, (socket: Socket) => void> = {
  silent: resetAtEnd,
  echoing: socket => socket.pipe(socket),
  ending: socket => socket.once('data', bytes => socket.end(bytes)),
  resetting: socket => socket.once('data', () => socket.resetAndDestroy()),
  pouring: socket => resetAtEnd(socket).write(poured),
};

/** What it does with a connection that it makes: the server there speaks first. */
const endings: Record<Ending, (socket: Socket) => void> = {
  server: resetAtEnd,
  client: socket => socket.once('data', () => socket.end()),
  reset: socket => socket.once('data', () => socket.resetAndDestroy()),
};

const ports: Record<string, number> = {};
for (const [name, habit] of Object.entries(habits)) {
  const server = net.createServer({ allowHalfOpen: true }, socket => habit(socket.on('error', () => {})));
  ports[name] = await listening(server);
}
ports.nobody = await refusing(ports.silent);
tell(ports);

const orders = createInterface({ input: process.stdin });
orders.on('line', async line => {
  const { port, count, ending }: Order = JSON.parse(line);
  let left = count;
  const lane = async () => {
    while (left-- > 0) await dial(port, endings[ending]);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
  tell({ count });
});
orders.on('close', () => process.exit(0));

/** Connects, and resolves when the connection is over. */
async function dial(port: number, act: (socket: Socket) => void): Promise<void> {
  const socket = net.connect({ port, host: '127.0.0.1', allowHalfOpen: act === resetAtEnd });
  act(socket.on('error', () => {}));
  await new Promise(resolve => socket.on('close', resolve));
}

/** Its RST takes the TIME_WAIT from who ended first: a minute without that port, and there are 28,000 of them. */
function resetAtEnd(socket: Socket): Socket {
  return socket.resume().on('end', () => socket.resetAndDestroy());
}

/** The port of a connection that stays: it is bound, so that no other one is given it, and nobody listens. */
async function refusing(port: number): Promise<number> {
  const holder = net.connect({ port, host: '127.0.0.1', localAddress: '127.0.0.1' });
  await once(holder, 'connect');
  return holder.localPort as number;
}

async function listening(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

function tell(line: object): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}
