// A program in CommonJS.
import nodeNet = require('node:net');
import net = require('wasi-net');

export const asModule: typeof nodeNet = net;
const server: net.Server = net.createServer(socket => socket.pipe(socket));
const address: net.AddressInfo | string | null = server.address();
export const port = typeof address === 'object' ? address?.port : undefined;
export const asServer: nodeNet.Server = server;
