// Ends although a connection is open at both of its ends: none of them is referenced.
import https from 'node:https';
import net from 'node:net';
import tls from 'node:tls';
import { cert, key, trusting } from './identity.mjs';

const server = https.createServer({ key, cert }, (_request, response) => response.end('answered\n'));
server.on('connection', socket => socket.unref());
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address();
  const agent = new https.Agent({ keepAlive: true });
  https.get({ port, ...trusting, agent }, response => {
    response.pipe(process.stdout, { end: false });
    response.on('end', () => {
      server.unref();
      net.connect(port, '127.0.0.1').unref();
      tls.connect({ port, ...trusting }).unref();
    });
  });
});
