// Bytes there and back, slow readers, and peers that never stop.
import net, { type Socket } from 'node:net';
import { type Acts, HOST, tell } from './act.ts';

const CHUNK = 65536;
/** Without a drain for so long, the peer does not read. */
const STALLED_MS = 300;

export const flowing: Acts = {
  'a slow reader'({ port }) {
    const socket = net.connect(port, HOST);
    const chunk = Buffer.alloc(CHUNK, 'y');
    let written = 0;
    let called = 0;
    let full: NodeJS.Timeout;
    // Until the buffers of the system are full a drain comes at once.
    const fill = () => {
      clearTimeout(full);
      for (let more = true; more; written++) more = socket.write(chunk, () => called++);
      full = setTimeout(stalled, STALLED_MS);
    };
    const stalled = () => {
      tell({ stalled: socket.writableNeedDrain, waits: socket.writableLength > 0 });
      socket.off('drain', fill).once('drain', () => {
        tell({ drained: socket.writableLength });
        socket.end();
      });
    };
    socket.on('drain', fill);
    socket.on('close', hadError =>
      tell({ hadError, bytes: socket.bytesWritten, written: written * CHUNK, called: called === written }),
    );
    fill();
  },

  'an echo by pipe'({ clients = 1 }) {
    let left = clients;
    const server = net.createServer(socket => {
      socket.pipe(socket);
      socket.on('error', error => tell({ error: error.message }));
      socket.on('close', () => --left === 0 && server.close());
    });
    server.on('close', () => tell('closed'));
    server.listen(0, HOST, () => tell(server.address()));
  },

  'an echo by write and drain'() {
    const server = net.createServer(socket => {
      server.close();
      socket.on('data', chunk => socket.write(chunk) || socket.pause());
      socket.on('drain', () => socket.resume());
    });
    server.on('close', () => tell('closed'));
    server.listen(0, HOST, () => tell(server.address()));
  },

  'a client that hears its own pattern'({ port, bytes }) {
    const socket = net.connect(port, HOST);
    let received = 0;
    let wrong = 0;
    socket.on('data', chunk => {
      if (!chunk.equals(pattern(received, chunk.length))) wrong++;
      received += chunk.length;
      if (Math.random() < 0.1) {
        socket.pause();
        setTimeout(() => socket.resume(), 3 * Math.random());
      }
    });
    let sent = 0;
    const write = () => {
      for (let more = true; more && sent < bytes; ) {
        const length = Math.min(bytes - sent, 1 + Math.floor(100_000 * Math.random()));
        more = socket.write(pattern(sent, length));
        sent += length;
      }
      if (sent === bytes) socket.end();
    };
    socket.on('drain', () => (sent < bytes ? setTimeout(write, 3 * Math.random()) : undefined));
    socket.on('close', hadError => tell({ received, wrong, hadError, read: socket.bytesRead }));
    write();
  },

  'a paused socket'({ port, control }) {
    const socket = net.connect(port, HOST, () => tell('paused'));
    socket.pause();
    let received = 0;
    socket.on('data', chunk => (received += chunk.length));
    socket.pause();
    socket.on('close', () => tell({ received, read: socket.bytesRead }));
    net.connect(control, HOST).on('data', () => socket.resume());
  },

  'a pipe between two sockets'({ port }) {
    const server = net.createServer({ allowHalfOpen: true }, near => {
      server.close();
      const far = net.connect({ port, host: HOST, allowHalfOpen: true });
      near.pipe(far).pipe(near);
      let open = 2;
      for (const socket of [near, far]) {
        socket.on('close', () => {
          if (--open === 0) tell({ there: far.bytesWritten, back: near.bytesWritten });
        });
      }
    });
    server.listen(0, HOST, () => tell(server.address()));
  },

  async 'a loop over a socket'({ port }) {
    const socket = net.connect(port, HOST);
    let received = 0;
    for await (const chunk of socket) received += chunk.length;
    tell({ received, destroyed: socket.destroyed });
    const broken: Socket = net.connect(port, HOST);
    for await (const chunk of broken) {
      tell({ first: chunk.length > 0 });
      break;
    }
    tell({ destroyed: broken.destroyed });
  },
};

const PERIOD = 65521;
const TABLE = Buffer.from(Uint8Array.from({ length: 2 * PERIOD }, (_, i) => ((i % PERIOD) * 31) >> 3));

/** The bytes from `at` on of a sequence that repeats itself after a prime number of them. */
export function pattern(at: number, length: number): Buffer {
  const parts: Buffer[] = [];
  for (let done = 0; done < length; ) {
    const from = (at + done) % PERIOD;
    const part = TABLE.subarray(from, from + Math.min(length - done, PERIOD));
    parts.push(part);
    done += part.length;
  }
  return parts.length === 1 ? Buffer.from(parts[0]) : Buffer.concat(parts);
}
