// The broker aedes, inside a program.
import net from 'node:net';
import { Aedes, type Client } from 'aedes';
import { close, listen } from './serving.ts';
import { type Actor, isUnderTest } from './story.ts';

export interface Broker {
  port: number;
  /** Destroys the connection of its only client. */
  drop(): void;
  close(): Promise<void>;
}

/** What it hears of its clients `actor` writes down; their connections must pass `check`. */
export async function serving(actor: Actor, check = isUnderTest): Promise<Broker> {
  const aedes = await Aedes.createBroker({ id: 'broker' });
  aedes.authenticate = (_client, name, _password, done) =>
    name === 'stranger' ? done(Object.assign(new Error('no'), { returnCode: 4 }), false) : done(null, true);
  aedes.on('clientReady', client => actor.sees('ready', client.id));
  aedes.on('clientDisconnect', client => actor.sees('gone', client.id));
  aedes.on('clientError', (client, error) => actor.sees('error', client.id, error));
  aedes.on('subscribe', subscriptions => actor.sees('subscribe', ...subscriptions));
  const server = net.createServer(socket => {
    void check(socket);
    aedes.handle(socket);
  });
  const port = await listen(server);
  const closed = async () => {
    await new Promise<void>(resolve => aedes.close(resolve));
    await close(server);
  };
  const drop = () => {
    const [client] = Object.values((aedes as unknown as { clients: Record<string, Client> }).clients);
    client.conn.destroy();
  };
  return { port, drop, close: closed };
}
