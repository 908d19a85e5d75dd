// Brokers in the process of the test: one for each connection, which says what it is to do.
import net, { type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { serving } from '../../clients/stage/broker.ts';
import type { Backdrop } from '../../clients/stage/compare.ts';
import { listen } from '../../clients/stage/serving.ts';
import { Actor } from '../../clients/stage/story.ts';
import type { Said } from './instead/broker.ts';

export async function brokers(): Promise<Backdrop> {
  const server = net.createServer(socket => void broker(socket));
  const port = await listen(server);
  return { given: { brokers: port }, stop: async () => void server.close() };
}

async function broker(control: Socket): Promise<void> {
  const say = (said: Said) => control.write(`${JSON.stringify(said)}\n`);
  const { port, drop, close } = await serving(new Actor(sees => say({ sees }), {}), async () => {});
  say({ port });
  for await (const line of createInterface(control)) {
    if (line === 'drop') drop();
    else break;
  }
  await close();
  control.end();
}
