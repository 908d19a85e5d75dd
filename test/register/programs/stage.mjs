// What the programs that are run twice have in common: scenes are played one after the other, and everything they say
// is printed as one JSON object, scene by scene and actor by actor.

const LIMIT_MS = 20_000;

/** `scenes`: for each sentence a function that is given `say` and resolves when the scene is over. */
export async function play(scenes) {
  const seen = {};
  for (const [sentence, scene] of Object.entries(scenes)) {
    const said = [];
    seen[sentence] = said;
    const guard = setTimeout(() => end(seen, `${sentence}: not over after ${LIMIT_MS} ms`), LIMIT_MS);
    try {
      await scene((...words) => said.push(words.join(' ')));
    } catch (error) {
      said.push(`failed: ${error.stack}`);
    }
    clearTimeout(guard);
    // What ends of one connection in one process see has no order between them.
    said.sort((one, other) => actor(one).localeCompare(actor(other)));
  }
  console.log(JSON.stringify(seen));
}

function actor(line) {
  return line.split(' ', 1)[0];
}

function end(seen, why) {
  console.log(JSON.stringify({ ...seen, late: [why] }));
  process.exit(1);
}

/** The server, listening on a port of its own. */
export function listening(server, ...where) {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(...(where.length > 0 ? where : [0, '127.0.0.1']), () => resolve(server));
  });
}

export function closed(server) {
  return new Promise(resolve => server.close(resolve));
}

/** Says each of these events of `emitter`, with what `show` makes of its arguments. */
export function tell(say, name, emitter, events) {
  for (const [event, show] of Object.entries(events)) {
    emitter.on(event, (...args) => say(name, event, show ? show(...args) : ''));
  }
}

export const shown = {
  error: ({ name, code, message, syscall }) =>
    [name, code, message, syscall].join(' ').replace(/:\d+/g, ':PORT'),
  flag: value => String(value),
  text: data => String(data),
};

/** Resolves with 'close'. */
export function gone(socket) {
  return new Promise(resolve => socket.once('close', resolve));
}
