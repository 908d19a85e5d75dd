// Cases for BlockList and SocketAddress as plain data, and what they give on any runtime's classes.

export interface Classes {
  readonly BlockList: new () => Record<string, (...args: unknown[]) => unknown> & {
    readonly rules: readonly string[];
    readonly size?: number;
  };
  readonly SocketAddress: (new (init?: object) => object) & { parse?(input: unknown): object | undefined };
}

/** A method's name and arguments; `{ socketAddress: init }` stands for an object of the class. */
export type Step = readonly [method: string, ...args: unknown[]];

export type Case =
  | { readonly steps: readonly Step[] }
  | { readonly make: unknown }
  | { readonly parse: unknown };

/** What came of a call, in a form that can be compared. */
export function answerTo(call: () => unknown): unknown {
  try {
    return call();
  } catch (error) {
    const { name, code, message } = error as NodeJS.ErrnoException;
    // The words of a SyntaxError are the engine's.
    return { name, code, message: name === 'SyntaxError' ? '' : message };
  }
}

/** What each case gives: answers of the steps and the rules left, or an address. */
export function play(classes: Classes, cases: readonly Case[]): unknown {
  const { BlockList, SocketAddress } = classes;
  const argument = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(argument);
    const init = (value as { socketAddress?: object } | null)?.socketAddress;
    return init ? new SocketAddress(init) : value;
  };
  const values = (address: object | undefined) => address && JSON.parse(JSON.stringify(address));
  const answers = cases.map(one => {
    if ('make' in one) return answerTo(() => values(new SocketAddress(one.make as object)));
    if ('parse' in one) return answerTo(() => values(SocketAddress.parse?.(one.parse)) ?? 'none');
    const list = new BlockList();
    const given = one.steps.map(([method, ...args]) => answerTo(() => list[method](...args.map(argument))));
    // Node keeps addresses in a hash table: their order is nobody's to know.
    return { given, rules: list.rules.slice().sort(), size: list.size };
  });
  return JSON.parse(JSON.stringify(answers));
}
