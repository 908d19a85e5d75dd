// The npm client ioredis as it is, the same on Node and inside Wasmtime:
//
//   npx wasi-net run examples/redis.ts 127.0.0.1:6379
//
// A thousand commands go out at once, one connection hears what another publishes, and a command waits for a third of a
// second while a timer ticks.
import { once } from 'node:events';
import { Redis } from 'ioredis';

const COMMANDS = 500;
const MESSAGES = 5;
const PREFIX = 'wasi-net:';

const [host, port] = (process.argv[2] ?? '127.0.0.1:6379').split(':');
const options = { host, port: Number(port), keyPrefix: PREFIX, retryStrategy: () => null };

/** A client that is ready. Rejects with what kept it from being so. */
async function opened(): Promise<Redis> {
  const redis = new Redis({ ...options, lazyConnect: true });
  let reason: Error | undefined;
  redis.on('error', error => (reason = error));
  await redis.connect().catch(closed => Promise.reject(reason ?? closed));
  return redis;
}

async function commands(redis: Redis): Promise<void> {
  const pipeline = redis.pipeline();
  for (let i = 0; i < COMMANDS; i++) pipeline.set(`key ${i}`, `value ${i}`, 'EX', 60).get(`key ${i}`);
  const answers = (await pipeline.exec()) ?? [];
  const right = answers.filter(
    ([error, answer], i) => !error && answer === (i % 2 ? `value ${i >> 1}` : 'OK'),
  );
  console.log(`${answers.length} commands at once, ${right.length} answers in order`);
}

async function messages(redis: Redis): Promise<void> {
  const listener = await opened();
  await listener.subscribe(`${PREFIX}news`);
  const heard: string[] = [];
  listener.on('message', (_channel, text) => heard.push(text));
  for (let i = 0; i < MESSAGES; i++) await redis.publish(`${PREFIX}news`, `message ${i}`);
  while (heard.length < MESSAGES) await once(listener, 'message');
  console.log(`heard ${heard.join(', ')}`);
  await listener.quit();
}

async function waiting(): Promise<void> {
  const redis = await opened();
  let ticks = 0;
  const ticking = setInterval(() => ticks++, 20);
  const popped = await redis.blpop('queue that is empty', 0.33);
  clearInterval(ticking);
  console.log(`waited in vain: ${popped}; meanwhile a timer ticked ${ticks > 5 ? 'on' : 'not'}`);
  await redis.quit();
}

try {
  const redis = await opened();
  await commands(redis);
  await messages(redis);
  await waiting();
  await redis.quit();
} catch (error) {
  console.error(`redis: ${(error as Error).message}`);
  process.exitCode = 1;
}
