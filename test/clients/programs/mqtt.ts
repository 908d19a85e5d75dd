// mqtt and a broker.
import assert from 'node:assert/strict';
import { type EventEmitter, once } from 'node:events';
import type net from 'node:net';
import mqtt, { type IClientOptions, type MqttClient } from 'mqtt';
import { serving } from '../stage/broker.ts';
import { type Actor, isUnderTest, type Stories } from '../stage/story.ts';

const EVENTS = ['connect', 'reconnect', 'disconnect', 'offline', 'error', 'close', 'end'];

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

/** A client that hears of wills. */
async function heirOf(actor: Actor, port: number): Promise<MqttClient> {
  const heir = await opened(actor, port, { clientId: 'heir' });
  await heir.subscribeAsync('will/#', { qos: 1 });
  return heir;
}

function will(of: string): IClientOptions['will'] {
  return { topic: `will/${of}`, payload: Buffer.from(`of ${of}`), qos: 1, retain: false };
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
    const heir = await heirOf(actor('heir'), broker.port);
    const leaving = await opened(actor('leaving'), broker.port, {
      clientId: 'leaving',
      will: will('leaving'),
    });
    await leaving.endAsync();
    const lost = await opened(actor('lost'), broker.port, { clientId: 'lost', will: will('lost') });
    // Once it is answered the broker has told that the client is there.
    await lost.publishAsync('here', '', { qos: 1 });
    const read = next(heir, 'message');
    (lost.stream as unknown as net.Socket).destroy();
    await read;
    await heir.endAsync();
    await broker.close();
  },

  'mqtt publishes the will of a client that is reset': async ({ actor }) => {
    const broker = await serving(actor('broker'));
    const heir = await heirOf(actor('heir'), broker.port);
    const reset = await opened(actor('reset'), broker.port, { clientId: 'reset', will: will('reset') });
    // Once it is answered the broker has told that the client is there.
    await reset.publishAsync('here', '', { qos: 1 });
    const read = next(heir, 'message');
    (reset.stream as unknown as net.Socket).resetAndDestroy();
    await read;
    await heir.endAsync();
    await broker.close();
  },

  'mqtt connects again and delivers what it could not': async ({ actor }) => {
    const broker = await serving(actor('broker'));
    const options = { clientId: 'client', reconnectPeriod: 5, clean: false };
    const client = await opened(actor('client'), broker.port, options);
    await client.subscribeAsync('after', { qos: 1 });
    const closed = next(client, 'close');
    broker.drop();
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
