// mqtt and the broker aedes.
import assert from 'node:assert/strict';
import { type EventEmitter, once } from 'node:events';
import net, { type Server } from 'node:net';
import { Aedes } from 'aedes';
import mqtt, { type IClientOptions, type MqttClient } from 'mqtt';
import { close, listen } from '../stage/serving.ts';
import { type Actor, isUnderTest, type Stories } from '../stage/story.ts';

const EVENTS = ['connect', 'reconnect', 'disconnect', 'offline', 'error', 'close', 'end'];

interface Broker {
  port: number;
  aedes: Aedes;
  server: Server;
  close(): Promise<void>;
}

async function serving(actor: Actor): Promise<Broker> {
  const aedes = await Aedes.createBroker({ id: 'broker' });
  aedes.authenticate = (_client, name, _password, done) =>
    name === 'stranger' ? done(Object.assign(new Error('no'), { returnCode: 4 }), false) : done(null, true);
  aedes.on('clientReady', client => actor.sees('ready', client.id));
  aedes.on('clientDisconnect', client => actor.sees('gone', client.id));
  aedes.on('clientError', (client, error) => actor.sees('error', client.id, error));
  aedes.on('subscribe', subscriptions => actor.sees('subscribe', ...subscriptions));
  const server = net.createServer(socket => {
    void isUnderTest(socket);
    aedes.handle(socket);
  });
  const port = await listen(server);
  const closed = async () => {
    await new Promise<void>(resolve => aedes.close(resolve));
    await close(server);
  };
  return { port, aedes, server, close: closed };
}

/** A client whose life and messages `actor` writes down. */
async function opened(actor: Actor, port: number, options: IClientOptions = {}): Promise<MqttClient> {
  const made = mqtt.connect(`mqtt://127.0.0.1:${port}`, { reconnectPeriod: 0, ...options });
  actor.watches(made, ...EVENTS);
  made.on('message', (topic, payload, { qos, retain, dup }) =>
    actor.sees('message', topic, payload, { qos, retain, dup }),
  );
  await next(made, 'connect');
  await isUnderTest(made.stream);
  return made;
}

/** The client's own types are no EventEmitter's. */
function next(client: MqttClient, event: string): Promise<unknown[]> {
  return once(client as unknown as EventEmitter, event);
}

export const stories: Stories = {
  'mqtt brings messages of every quality of service, in order': async ({ actor }) => {
    const broker = await serving(actor('broker'));
    const reader = await opened(actor('reader'), broker.port, { clientId: 'reader' });
    const writer = await opened(actor('writer'), broker.port, { clientId: 'writer' });
    for (const qos of [0, 1, 2] as const) {
      await actor('reader').awaits('subscribe', reader.subscribeAsync(`told/${qos}`, { qos }));
      const last = new Promise<void>(resolve => {
        reader.on('message', (_topic, payload) => `${payload}` === `${qos}: 29` && resolve());
      });
      const sent = Array.from({ length: 30 }, (_, i) =>
        writer.publishAsync(`told/${qos}`, `${qos}: ${i}`, { qos }),
      );
      await Promise.all([...sent, last]);
      actor('writer').sees('sent', sent.length);
    }
    await reader.unsubscribeAsync('told/0');
    await reader.endAsync();
    await writer.endAsync();
    await broker.close();
  },

  'mqtt brings a payload of 200 KB whole': async ({ actor }) => {
    const broker = await serving(actor('broker'));
    const client = await opened(actor('client'), broker.port, { clientId: 'client' });
    const payload = Buffer.from(Array.from({ length: 200_000 }, (_, i) => (i * i) >> 3));
    for (const qos of [0, 1, 2] as const) {
      await client.subscribeAsync('big', { qos });
      const message = next(client, 'message');
      await client.publishAsync('big', payload, { qos });
      assert.ok(payload.equals((await message)[1] as Buffer));
    }
    await client.endAsync();
    await broker.close();
  },

  'mqtt keeps a retained message for who comes later, until it is emptied': async ({ actor }) => {
    const broker = await serving(actor('broker'));
    const writer = await opened(actor('writer'), broker.port, { clientId: 'writer' });
    await writer.publishAsync('kept', 'for you', { qos: 1, retain: true });
    for (const name of ['first', 'second']) {
      const late = await opened(actor(name), broker.port, { clientId: name });
      const message = next(late, 'message');
      await late.subscribeAsync('kept', { qos: 1 });
      await message;
      await late.endAsync();
    }
    await writer.publishAsync('kept', '', { qos: 1, retain: true });
    const tooLate = await opened(actor('third'), broker.port, { clientId: 'third' });
    await tooLate.subscribeAsync('kept');
    await tooLate.endAsync();
    await writer.endAsync();
    await broker.close();
  },

  'mqtt publishes the will of a client that is lost, not of one that leaves': async ({ actor }) => {
    const broker = await serving(actor('broker'));
    const heir = await opened(actor('heir'), broker.port, { clientId: 'heir' });
    await heir.subscribeAsync('will/#', { qos: 1 });
    const will = (of: string) => ({
      topic: `will/${of}`,
      payload: Buffer.from(`of ${of}`),
      qos: 1 as const,
      retain: false,
    });
    const leaving = await opened(actor('leaving'), broker.port, {
      clientId: 'leaving',
      will: will('leaving'),
    });
    await leaving.endAsync();
    const lost = await opened(actor('lost'), broker.port, { clientId: 'lost', will: will('lost') });
    const read = next(heir, 'message');
    (lost.stream as unknown as { destroy(): void }).destroy();
    await read;
    const reset = await opened(actor('reset'), broker.port, { clientId: 'reset', will: will('reset') });
    const readAgain = next(heir, 'message');
    (reset.stream as unknown as net.Socket).resetAndDestroy();
    await readAgain;
    await heir.endAsync();
    await broker.close();
  },

  'mqtt connects again and delivers what it could not': async ({ actor }) => {
    const broker = await serving(actor('broker'));
    const options = { clientId: 'client', reconnectPeriod: 5, clean: false };
    const client = await opened(actor('client'), broker.port, options);
    await client.subscribeAsync('after', { qos: 1 });
    const closed = next(client, 'close');
    const [connection] = Object.values((broker.aedes as unknown as { clients: object }).clients);
    connection.conn.destroy();
    await closed;
    const message = next(client, 'message');
    await client.publishAsync('after', 'the drop', { qos: 1 });
    await message;
    await client.endAsync();
    await broker.close();
  },

  'mqtt tells a broker that refuses it, and one that is not there': async ({ actor }) => {
    const broker = await serving(actor('broker'));
    const at = `mqtt://127.0.0.1:${broker.port}`;
    const options = { reconnectPeriod: 0, username: 'stranger', clientId: 'stranger' };
    await actor('stranger').awaits('connect', mqtt.connectAsync(at, options, false));
    await broker.close();
    await actor('refused').awaits('connect', mqtt.connectAsync('mqtt://127.0.0.1:1', options, false));
  },
};
