// A program that does as its arguments say.

const [what, ...words] = process.argv.slice(2);

async function inner(text: string): Promise<never> {
  await null;
  throw new RangeError(text);
}

class Outer {
  async call(text: string): Promise<never> {
    return await inner(text);
  }
}

const ACTS: Record<string, () => unknown> = {
  tell: () => console.log(JSON.stringify({ words, env: process.env.WASI_NET_TOLD })),
  exit: () => process.exit(Number(words[0])),
  throw: () => new Outer().call(words[0]),
  wait: () => setTimeout(() => {}, 60_000) && console.log('waiting'),
};

ACTS[what]();
