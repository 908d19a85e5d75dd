// Async code that the build turns into generators: what it means stays what it is.

import { log, type Programs } from './programs.ts';

async function* counting(fails: boolean): AsyncGenerator<number> {
  try {
    for (let i = 0; i < 3; i++) {
      yield i;
      if (fails) throw new Error('it fails');
    }
  } finally {
    log('closed');
  }
}

function disposable(name: string): Disposable & AsyncDisposable {
  return {
    [Symbol.dispose]: () => log('disposed', name),
    [Symbol.asyncDispose]: async () => log('disposed', name),
  };
}

class Base {
  name = 'base';

  method(): string {
    return `method of ${this.name}`;
  }
}

class Derived extends Base {
  arrow = async () => {
    await 0;
    return super.method();
  };

  async inner(): Promise<string> {
    const inner = async () => super.method();
    return inner();
  }
}

export const lowered: Programs = {
  async 'a loop over what failed is begun again'() {
    for (let attempt = 0; attempt < 3; attempt++) {
      try {
        for await (const value of counting(attempt === 0)) log(attempt, value);
        log('read');
      } catch (error) {
        log(attempt, (error as Error).message);
      }
    }
  },

  async 'loops over what cannot be iterated, and that are left'() {
    const endless = (name: string) => ({
      [Symbol.asyncIterator]() {
        return this;
      },
      next: async () => ({ done: false, value: name }),
      return: async () => {
        log('left', name);
        return { done: true, value: undefined };
      },
    });
    for (const iterated of [endless('a'), 5 as never, endless('b')]) {
      try {
        for await (const name of iterated) {
          log(name);
          break;
        }
      } catch (error) {
        log((error as Error).name);
      }
    }
  },

  async 'variables that have the name of a parameter'() {
    // biome-ignore-start lint: as older code is written
    async function declared(options: any) {
      var options = options || {};
      await 0;
      return options;
    }
    async function* generator(options: any, other = () => options) {
      var options = options || {};
      yield [options, other()];
    }
    const arrow = async (options: any, count = 2) => {
      for (var count = count || 0; count < 5; count++) await 0;
      var options = options ?? 'none';
      return [options, count];
    };
    const taken = async (from: any, rest: any = 1) => {
      var { a, ...rest } = from;
      return [a, rest];
    };
    const method = {
      async method(first: any, ...rest: any[]) {
        var first = first,
          rest = rest;
        return [first, ...rest];
      },
    };
    // biome-ignore-end lint: as older code is written
    log(await declared({ a: 1 }));
    log((await generator('given').next()).value);
    log(await arrow('given'), await arrow(undefined, 7));
    log(await taken({ a: 1, b: 2 }));
    log(await method.method(1, 2, 3));
  },

  async 'resources in a loop'() {
    for (let i = 0; i < 3; i++) {
      try {
        using _first = disposable(`first ${i}`);
        await using _second = disposable(`second ${i}`);
        if (i === 0) throw new Error('of the first round');
        log(i);
      } catch (error) {
        log(i, (error as Error).message);
      }
    }
  },

  async 'super in async functions, and names that are numbers'() {
    const derived = new Derived();
    log(await derived.arrow(), await derived.inner());
    const numbers = {
      async 404() {
        await 0;
        return 'not found';
      },
      200: async () => 'found',
    };
    log(await numbers[404](), await numbers[200]());
  },

  async 'a delegate that has no throw is closed first'() {
    const inner = (close: () => unknown) => ({
      [Symbol.asyncIterator]: () => ({ next: async () => ({ done: false, value: 1 }), return: close }),
    });
    const closes = {
      'closes later': async () => {
        await 0;
        log('closed');
        return {};
      },
      'fails to close': async () => {
        throw new Error('it does not close');
      },
      'closes with a number': () => 5,
      'closes with nothing': () => undefined,
    };
    for (const [name, close] of Object.entries(closes)) {
      async function* outer() {
        yield* inner(close) as unknown as AsyncGenerator<number>;
      }
      const generator = outer();
      await generator.next();
      await generator
        .throw(new Error('from outside'))
        .catch(error => log(name, error.name, error.message.includes('object')));
    }
  },

  async 'a generator is disposed of, and told to return while it waits'() {
    async function* generator() {
      try {
        yield 1;
      } finally {
        await 0;
        log('finally');
      }
    }
    {
      await using used = generator() as AsyncGenerator<number> & AsyncDisposable;
      log((await used.next()).value);
    }
    const told = generator();
    await told.next();
    const returned = told.return(5 as never).then(({ value }) => log('returned', value));
    let others: Promise<unknown> = Promise.resolve();
    for (let i = 0; i < 6; i++) others = others.then(() => void log(i));
    await returned;
    await others;
  },
};
