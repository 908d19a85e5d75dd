// Programs that trust a write's callback: when it has run, the bytes must not depend on this process any more.
// Some exit in the callback; some are killed by a signal that lets nothing be flushed, after telling the test how
// many bytes were acknowledged.
import { onConnect, type PatternWriter, type Program, print } from './program.ts';

const KIB = 1024;
const MIB = 1024 * KIB;

/** More than a kernel keeps for a peer that does not read. */
export const FLOOD = 32 * MIB;

/** How many turns a flooding program waits for callbacks that must not come. */
const TURNS = 50;

/** Sizes around every boundary in our way: small batch, gathering, block, slice. */
const SIZES = [1, 2 * KIB + 1, 16 * KIB - 1, 16 * KIB, 64 * KIB + 1, 256 * KIB + 1, MIB, 8 * MIB];
const SOME_SIZES = [1, 16 * KIB, 8 * MIB];

/** Programs that exit in the callback of their last write; all bytes arrive. The number is that of the bytes. */
export const exiting = new Map<string, { bytes: number; program: Program }>([
  ...SIZES.map(bytes =>
    leaves(`a write of ${bytes} bytes whose callback exits`, bytes, w => w.write(bytes, exit)),
  ),
  ...SOME_SIZES.map(bytes =>
    leaves(`a write of ${bytes} bytes behind small ones, whose callback exits`, bytes + 50, w =>
      w.many(5, 10).write(bytes, exit),
    ),
  ),
  ...SOME_SIZES.map(bytes =>
    leaves(`an end with ${bytes} bytes whose callback exits`, bytes, w => w.socket.end(w.next(bytes), exit)),
  ),
]);

/** Programs that are killed after they have flooded a peer that does not read. */
export const flooding: Record<string, Program> = {
  'writes of 100 bytes': flood(100),
  'writes of 8 KiB': flood(8 * KIB),
  'writes of 64 KiB': flood(64 * KIB),
  'writes of 300 KiB': flood(300 * KIB),
  'one write of 32 MiB': flood(FLOOD),
  'corked writes of 1000 bytes': flood(1000, true),
};

/** Programs that are killed in a callback while the peer reads. */
export const killed: Record<string, Program> = {
  'in the callback of the first write': kill(w => w.many(10, 100), 1),
  'in the callback of a gathered write': kill(w => w.many(10, 100), 5),
  'in the callback of the last write': kill(w => w.many(10, 100), 10),
  'in the callback of a large write': kill(w => w.many(4, 100_000), 2),
  'in the callback of a write in a second turn': kill(w => {
    w.many(3, 100);
    setImmediate(() => w.many(3, 100));
  }, 5),
};

export const acknowledging: Record<string, Program> = {
  ...Object.fromEntries([...exiting].map(([name, { program }]) => [name, program])),
  ...flooding,
  ...killed,
};

function leaves(
  name: string,
  bytes: number,
  story: (w: PatternWriter) => unknown,
): [string, { bytes: number; program: Program }] {
  return [name, { bytes, program: (net, port) => onConnect(net, port, w => void story(w)) }];
}

function exit(): void {
  process.exit();
}

function die(acknowledged: number): void {
  print(acknowledged);
  process.kill(process.pid, 'SIGKILL');
}

/** Counts the bytes of all writes of `w` whose callbacks have run. */
function counting(w: PatternWriter, called: (acknowledged: number, calls: number) => void): void {
  const { socket } = w;
  const write = socket.write.bind(socket) as (chunk: Uint8Array, callback: () => void) => boolean;
  let acknowledged = 0;
  let calls = 0;
  socket.write = ((chunk: Uint8Array) =>
    write(chunk, () => {
      acknowledged += chunk.length;
      called(acknowledged, ++calls);
    })) as typeof socket.write;
}

function flood(length: number, cork = false): Program {
  return (net, port) =>
    onConnect(net, port, w => {
      let acknowledged = 0;
      counting(w, bytes => {
        acknowledged = bytes;
      });
      if (cork) w.socket.cork();
      w.many(FLOOD / length, length);
      if (cork) w.socket.uncork();
      let turns = TURNS;
      const turn = (): unknown => (--turns === 0 ? die(acknowledged) : setImmediate(turn));
      turn();
    });
}

function kill(story: (w: PatternWriter) => void, atCallback: number): Program {
  return (net, port) =>
    onConnect(net, port, w => {
      counting(w, (acknowledged, calls) => {
        if (calls === atCallback) die(acknowledged);
      });
      story(w);
    });
}
