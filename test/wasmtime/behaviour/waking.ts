// Sockets that nothing wakes but each other: whatever is paused is resumed from the data of another one, so a byte that
// is forgotten somewhere stops the program for good.
import net, { type Socket } from 'node:net';
import { Xorshift } from '../../support/xorshift.ts';
import { type Acts, HOST, tell } from './act.ts';
import { pattern } from './flowing.ts';

const TOTAL = 60;
const AT_ONCE = 8;
const BYTES = 80_000;
const LONGEST = 20_000;

interface Talk {
  socket: Socket;
  sent: number;
  received: number;
}

export const waking: Acts = {
  'sockets that wake each other'({ port, seed }) {
    const random = new Xorshift(seed);
    let talks: Talk[] = [];
    let [opened, connecting, closed, wrong] = [0, 0, 0, 0];
    const waits = ({ sent, received }: Talk) => sent > received;
    const one = <T>(of: T[]): T => of[random.below(of.length)];

    const write = () => {
      const talk = one(talks.filter(({ sent }) => sent < BYTES));
      const length = Math.min(BYTES - talk.sent, 1 + random.below(LONGEST));
      talk.socket.write(pattern(talk.sent, length));
      talk.sent += length;
    };
    const step = () => {
      const mayWrite = () => talks.some(({ sent }) => sent < BYTES);
      if (mayWrite() && random.below(3) > 0) write();
      const paused = talks.filter(({ socket }) => socket.isPaused());
      if (paused.length > 0 && random.below(2) === 0) one(paused).socket.resume();
      // Something must be on its way to somebody who hears it.
      while (connecting === 0 && !talks.some(talk => waits(talk) && !talk.socket.isPaused())) {
        const deaf = talks.filter(waits);
        if (deaf.length > 0) one(deaf).socket.resume();
        else if (mayWrite()) write();
        else return;
      }
    };
    const leave = ({ socket }: Talk) => {
      if (random.below(4) === 0) socket.destroy();
      else socket.resume().end();
    };
    const open = () => {
      opened++;
      connecting++;
      const socket = net.connect(port, HOST, () => {
        connecting--;
        talks.push(talk);
        step();
      });
      const talk = { socket, sent: 0, received: 0 };
      socket.on('data', chunk => {
        if (!chunk.equals(pattern(talk.received, chunk.length))) wrong++;
        talk.received += chunk.length;
        if (random.below(2) === 0) socket.pause();
        if (talk.received === BYTES) {
          talks = talks.filter(other => other !== talk);
          leave(talk);
        }
        step();
      });
      socket.on('close', () => {
        if (opened < TOTAL) open();
        if (++closed === TOTAL) tell({ wrong });
      });
    };
    for (let i = 0; i < AT_ONCE; i++) open();
  },
};
