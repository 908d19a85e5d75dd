// ioredis sends a pipeline of commands and reads their answers, once to warm up and once for the clock. Milliseconds.

import { Redis } from 'ioredis';

const [, port, amount] = process.argv.slice(2);
const commands = Number(amount);
const redis = new Redis({ host: '127.0.0.1', port: Number(port) });

await answered();
console.log(JSON.stringify({ value: await answered() }));
await redis.quit();

async function answered(): Promise<number> {
  const began = performance.now();
  const pipeline = redis.pipeline();
  for (let i = 0; i < commands; i += 2) pipeline.set(`key ${i}`, `value ${i}`).get(`key ${i}`);
  const results = (await pipeline.exec()) ?? [];
  const wall = performance.now() - began;
  if (results.length !== commands || results.at(-1)?.[1] !== `value ${commands - 2}`)
    throw new Error(`${results.length} answers, the last is ${results.at(-1)}`);
  return wall;
}
