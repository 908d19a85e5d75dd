// A program in ESM: the module, its classes and its names stand for those of node:net, by value and as types.
import type nodeNet from 'node:net';
import net, { connect, type NetConnectOpts, Server, Socket } from 'wasi-net';

export const asModule: typeof import('node:net') = net;
export const asSocketClass: typeof nodeNet.Socket = net.Socket;
export const asServerClass: typeof nodeNet.Server = Server;
export const asBlockListClass: typeof nodeNet.BlockList = net.BlockList;
export const asAddressClass: typeof nodeNet.SocketAddress = net.SocketAddress;

export function useNodes(socket: nodeNet.Socket, server: nodeNet.Server): void {
  socket.end();
  server.close();
}

const options: NetConnectOpts = { port: 1, host: '127.0.0.1', autoSelectFamily: true };
const socket: net.Socket = connect(options, () => {});
useNodes(socket, net.createServer());

socket.on('data', chunk => chunk.readUInt8(0)).on('close', hadError => hadError === true);
socket.on('connectionAttemptFailed', (ip, port, family, error) => [ip, port + family, error.message]);
socket.once('my own event', (...args) => args.length).setTimeout(10, () => socket.destroy());
socket.write(new Uint8Array(1), error => error?.message);
for await (const chunk of socket) chunk as Buffer;

export class Mine extends Socket {
  constructor(options: net.SocketConstructorOpts) {
    super(options);
    this.setKeepAlive({ enable: true, initialDelay: 1000 });
  }
}

net.connect({ port: 1, host: 'a.name', autoSelectFamily: 'race' });
net.setDefaultAutoSelectFamily('race');
// @ts-expect-error: no such selection
net.connect({ port: 1, autoSelectFamily: 'sprint' });
// @ts-expect-error: no such option
net.connect({ port: 1, hots: '127.0.0.1' });
// @ts-expect-error: 'data' has a chunk, not a number
socket.emit('data', 1) satisfies never;
