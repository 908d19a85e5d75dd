// Instead of a broker inside the program: one in the process of the test, told what to do by lines of JSON. aedes takes
// only functions that the language itself calls async, and those of a guest are not.
import { once } from 'node:events';
import net from 'node:net';
import type { Broker } from '../../../clients/stage/broker.ts';
import type { Actor } from '../../../clients/stage/story.ts';

/** What the other process says of its broker. */
export type Said = { port: number } | { sees: string };

export async function serving(actor: Actor): Promise<Broker> {
  const { brokers } = JSON.parse(process.argv[2]);
  const control = net.connect(brokers, '127.0.0.1');
  const ended = once(control, 'close').then(() => {});
  return new Promise((resolve, reject) => {
    control.on('error', reject);
    const hear = (said: Said) => {
      if ('sees' in said) actor.sees(said.sees);
      else resolve({ port: said.port, drop: () => control.write('drop\n'), close });
    };
    const close = () => {
      control.write('close\n');
      return ended;
    };
    let rest = '';
    control.setEncoding('utf8').on('data', text => {
      const lines = (rest + text).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) hear(JSON.parse(line));
    });
  });
}
