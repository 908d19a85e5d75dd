// ioredis and a real redis-server.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { Redis, type RedisOptions } from 'ioredis';
import { type Actor, type Given, isUnderTest, type Stories, waysTo } from '../stage/story.ts';

const EVENTS = ['connect', 'ready', 'error', 'close', 'reconnecting', 'end'];

/** A client whose life `actor` writes down. */
async function opened(given: Given, actor: Actor, options: RedisOptions = {}): Promise<Redis> {
  const redis = new Redis({ host: '127.0.0.1', port: Number(given.port), ...options });
  actor.watches(redis, ...EVENTS);
  await once(redis, 'ready');
  await isUnderTest((redis as unknown as { stream: unknown }).stream);
  return redis;
}

/** Says good-bye, and waits for the end. */
async function closed(redis: Redis, actor: Actor): Promise<void> {
  const end = ended(redis);
  await actor.awaits('quit', redis.quit());
  await end;
}

/** Resolves with 'end', whatever errors come before it. */
function ended(redis: Redis): Promise<void> {
  return new Promise(resolve => redis.once('end', resolve));
}

export const stories: Stories = {
  'ioredis has its commands answered, and its mistakes told': async ({ given, actor }) => {
    const client = actor('client');
    const redis = await opened(given, client);
    await client.awaits('set', redis.set('name', 'wasi-net'));
    await client.awaits('get', redis.get('name'));
    await client.awaits('get of nothing', redis.get('nobody'));
    await client.awaits('incr', redis.incr('count'));
    await client.awaits('hset', redis.hset('map', { one: '1', two: 'zwölf' }));
    await client.awaits('hgetall', redis.hgetall('map'));
    await client.awaits('rpush', redis.rpush('list', 'a', 'b', 'c'));
    await client.awaits('lrange', redis.lrange('list', 0, -1));
    await client.awaits('incr of text', redis.incr('name'));
    await client.awaits('unknown command', redis.call('NONSENSE', 'x'));
    await client.awaits('multi', redis.multi().incr('count').incr('name').get('count').exec());
    await closed(redis, client);
    await client.awaits('get after quit', redis.get('name'));
  },

  'ioredis sends 1,000 commands at once and reads their answers in order': async ({ given, actor }) => {
    const client = actor('client');
    const redis = await opened(given, client);
    const pipeline = redis.pipeline();
    for (let i = 0; i < 1000; i++) pipeline.set(`key ${i}`, `value ${i}`).get(`key ${i}`);
    const results = await pipeline.exec();
    client.sees('answers', JSON.stringify(results));
    assert.equal(results?.length, 2000);
    const apart = await Promise.all(Array.from({ length: 1000 }, (_, i) => redis.get(`key ${i}`)));
    client.sees('answers', JSON.stringify(apart));
    assert.equal(apart[999], 'value 999');
    await closed(redis, client);
  },

  'ioredis moves a value of 1 MiB in and out, on TCP and, where there is one, on a path': async ({
    given,
    actor,
  }) => {
    const value = Buffer.from(Array.from({ length: 1 << 20 }, (_, i) => (i * i) >> 3));
    for (const [name, options] of waysTo(given, path => ({ path }))) {
      const client = actor(name);
      const redis = await opened(given, client, options);
      await client.awaits('set', redis.set('big', value));
      const back = await client.awaits('get', redis.getBuffer('big'));
      assert.ok(back && value.equals(back));
      await closed(redis, client);
    }
  },

  'ioredis hears what is published, in order': async ({ given, actor }) => {
    const client = actor('subscriber');
    const subscriber = await opened(given, client);
    const publisher = await opened(given, actor('publisher'));
    await client.awaits('subscribe', subscriber.subscribe('news', 'weather'));
    await client.awaits('psubscribe', subscriber.psubscribe('sport.*'));
    client.watches(subscriber, 'message', 'pmessage');
    for (let i = 0; i < 50; i++) await publisher.publish(i % 2 ? 'news' : 'weather', `number ${i}`);
    const last = once(subscriber, 'pmessage');
    await actor('publisher').awaits('publish', publisher.publish('sport.chess', 'mate'));
    await last;
    await client.awaits('get while subscribed', subscriber.get('name'));
    await client.awaits('unsubscribe', subscriber.unsubscribe('news'));
    await closed(subscriber, client);
    await closed(publisher, actor('publisher'));
  },

  'ioredis waits in a blocking command until another client pushes': async ({ given, actor }) => {
    const waiting = await opened(given, actor('waiting'));
    const pushing = await opened(given, actor('pushing'));
    await actor('waiting').awaits('blpop in vain', waiting.blpop('queue', 0.05));
    const popped = actor('waiting').awaits('blpop', waiting.blpop('queue', 10));
    await actor('pushing').awaits('rpush', pushing.rpush('queue', 'work'));
    await popped;
    await closed(waiting, actor('waiting'));
    await closed(pushing, actor('pushing'));
  },

  'ioredis connects again after the server has dropped it, and loses no command': async ({
    given,
    actor,
  }) => {
    const client = actor('client');
    const redis = await opened(given, client, { retryStrategy: () => 10 });
    const other = await opened(given, actor('other'));
    const id = await redis.client('ID');
    const blocked = client.awaits('blpop', redis.blpop('nothing here', 0));
    const dropped = once(redis, 'close');
    await actor('other').awaits('kill', other.client('KILL', 'ID', id));
    await dropped;
    const after = client.awaits('set', redis.set('after', 'the drop'));
    await actor('other').awaits('rpush', other.rpush('nothing here', 'an end'));
    await blocked;
    await after;
    await closed(redis, client);
    await closed(other, actor('other'));
  },

  'ioredis tells a refused connection, and that it gave up': async ({ given, actor }) => {
    const client = actor('client');
    const options = { port: 1, host: '127.0.0.1', retryStrategy: (times: number) => (times < 3 ? 1 : null) };
    const redis = new Redis({ ...options, maxRetriesPerRequest: null });
    client.watches(redis, ...EVENTS);
    await Promise.all([client.awaits('get', redis.get('name')), ended(redis)]);
    if (given.path === undefined) return;
    const gone = new Redis({ path: `${given.path}.not`, retryStrategy: () => null });
    client.watches(gone, ...EVENTS);
    await Promise.all([client.awaits('get', gone.get('name')), ended(gone)]);
  },
};
