// Many sockets of one program: a round trip each, then all are destroyed at once.
import net, { type Socket } from 'node:net';
import { type Acts, HOST, now, tell } from './act.ts';

export const many: Acts = {
  'many sockets'({ port, count }) {
    const start = now();
    const sockets: Socket[] = [];
    let [connected, answered, closed] = [0, 0, 0];
    const told: Record<string, number> = {};
    const reached = (what: string) => {
      told[what] = now() - start;
      if (what === 'answered') for (const socket of sockets) socket.destroy();
      if (what === 'closed') tell(told);
    };
    for (let i = 0; i < count; i++) {
      const socket = net.connect(port, HOST);
      sockets.push(socket);
      socket.on('connect', () => {
        socket.write(`${i}`);
        if (++connected === count) reached('connected');
      });
      socket.setEncoding('utf8').on('data', text => {
        if (`${text}` !== `${i}`) throw new Error(`${text} came to socket ${i}`);
        if (++answered === count) reached('answered');
      });
      socket.on('close', () => ++closed === count && reached('closed'));
    }
  },
};
