// A strict WASI around the engine's imports: it knows every resource that lives and throws when one is used
// after it was dropped or handed over, dropped before its children, or written to without a permit. Wasmtime
// would trap there; a provider would not notice.
import type { WasmMemory } from '../../host/binding/webassembly.ts';

type Imports = Record<string, Record<string, (...args: never[]) => unknown>>;
type Call = (...args: (number | bigint)[]) => number | undefined;

interface Resource {
  kind: 'socket' | 'input' | 'output' | 'names' | 'pollable';
  parent: Resource | undefined;
  children: number;
  /** What `check-write` permitted and `write` has not used. */
  permit: number;
  /** Handed to the host: no longer the engine's to use. */
  handedOver: boolean;
}

const CREATIONS: Record<string, Resource['kind'] | undefined> = {
  'create-tcp-socket': 'socket',
  'resolve-addresses': 'names',
};

export class StrictWasi {
  readonly imports: Imports;
  readonly #live = new Map<number, Resource>();
  readonly #memory: () => WasmMemory;

  constructor(imports: Imports, memory: () => WasmMemory) {
    this.#memory = memory;
    this.imports = {};
    for (const [face, functions] of Object.entries(imports)) {
      this.imports[face] = {};
      for (const [name, call] of Object.entries(functions)) {
        this.imports[face][name] = this.#guard(name, call as unknown as Call) as never;
      }
    }
  }

  /** How many resources the engine and the host hold. */
  get count(): number {
    return this.#live.size;
  }

  /** The engine has returned this stream to the host, which owns it now. */
  handOver(input: number): void {
    this.#own(input).handedOver = true;
  }

  /** The host drops a stream that it was handed. */
  dropByHost(input: number): void {
    const resource = this.#live.get(input);
    if (!resource?.handedOver) throw new Error(`strict wasi: ${input} is not the host's to drop`);
    this.#remove(input, resource);
  }

  #guard(name: string, call: Call): Call {
    if (name.startsWith('[resource-drop]')) return name.endsWith('error') ? call : this.#guardDrop(call);
    if (!name.startsWith('[method]')) return this.#guardCreation(name, call);
    if (name.endsWith('.subscribe')) return this.#guardSubscribe(call);
    if (name.endsWith('.accept')) return this.#guardAccept(call);
    if (name.endsWith('.finish-connect')) return this.#guardConnect(call);
    if (name.endsWith('.check-write')) return this.#guardPermit(call);
    if (name.endsWith('.write')) return this.#guardWrite(call);
    return (...args) => {
      this.#own(args[0]);
      return call(...args);
    };
  }

  #guardDrop(call: Call): Call {
    return (...args) => {
      const id = Number(args[0]);
      this.#remove(id, this.#own(id));
      return call(...args);
    };
  }

  #guardCreation(name: string, call: Call): Call {
    const kind = CREATIONS[name];
    if (!kind) return call;
    return (...args) => {
      call(...args);
      const ret = Number(args.at(-1));
      if (this.#isOk(ret)) this.#add(this.#word(ret + 4), kind);
      return undefined;
    };
  }

  #guardSubscribe(call: Call): Call {
    return (...args) => {
      const parent = this.#own(args[0]);
      const pollable = call(...args) as number;
      this.#add(pollable, 'pollable', parent);
      return pollable;
    };
  }

  #guardAccept(call: Call): Call {
    return (...args) => {
      this.#own(args[0]);
      call(...args);
      const ret = Number(args[1]);
      if (!this.#isOk(ret)) return undefined;
      const socket = this.#add(this.#word(ret + 4), 'socket');
      this.#add(this.#word(ret + 8), 'input', socket);
      this.#add(this.#word(ret + 12), 'output', socket);
      return undefined;
    };
  }

  #guardConnect(call: Call): Call {
    return (...args) => {
      const socket = this.#own(args[0]);
      call(...args);
      const ret = Number(args[1]);
      if (!this.#isOk(ret)) return undefined;
      this.#add(this.#word(ret + 4), 'input', socket);
      this.#add(this.#word(ret + 8), 'output', socket);
      return undefined;
    };
  }

  #guardPermit(call: Call): Call {
    return (...args) => {
      const output = this.#own(args[0]);
      call(...args);
      const ret = Number(args[1]);
      output.permit = this.#isOk(ret) ? this.#word(ret + 8) : 0;
      return undefined;
    };
  }

  #guardWrite(call: Call): Call {
    return (...args) => {
      const output = this.#own(args[0]);
      const length = Number(args[2]);
      if (length > output.permit) throw new Error(`strict wasi: ${length} bytes, ${output.permit} permitted`);
      output.permit -= length;
      return call(...args);
    };
  }

  #own(id: number | bigint): Resource {
    const resource = this.#live.get(Number(id));
    if (!resource) throw new Error(`strict wasi: resource ${id} does not live`);
    if (resource.handedOver) throw new Error(`strict wasi: resource ${id} was handed over`);
    return resource;
  }

  #add(id: number, kind: Resource['kind'], parent?: Resource): Resource {
    if (this.#live.has(id)) throw new Error(`strict wasi: a second ${kind} ${id}`);
    const resource: Resource = { kind, parent, children: 0, permit: 0, handedOver: false };
    if (parent) parent.children++;
    this.#live.set(id, resource);
    return resource;
  }

  #remove(id: number, { kind, parent, children }: Resource): void {
    if (children > 0) throw new Error(`strict wasi: ${kind} ${id} is dropped before its children`);
    if (parent) parent.children--;
    this.#live.delete(id);
  }

  #isOk(ret: number): boolean {
    return new Uint8Array(this.#memory().buffer)[ret] === 0;
  }

  #word(at: number): number {
    return new DataView(this.#memory().buffer).getUint32(at, true);
  }
}
