// An ordinary program, for what can be watched from outside while it runs.
import type { AddressInfo } from 'node:net';
import { type Program, print } from './program.ts';

export const talking: Record<string, Program> = {
  'a conversation': net => {
    const server = net.createServer(socket => void socket.pipe(socket));
    server.listen(0, '127.0.0.1', () => {
      const socket = net.connect((server.address() as AddressInfo).port, '127.0.0.1');
      socket.setEncoding('utf8').on('data', text => {
        print(String(text));
        socket.end();
      });
      socket.on('close', () => server.close());
      socket.write('hello');
    });
  },
};
