// Programs with one listener or callback that throws, once, in a conversation of an echo server and its client. A
// listener of the process catches it, as in programs that log and live on. The conversation may be lost with it, if
// it is on node:net; a bystander's never is, and in the end the process ends by itself.
import type { AddressInfo, LookupFunction, Server, Socket } from 'node:net';
import type { Net } from '../../support/implementation.ts';
import { type Program, print } from './program.ts';

/** What the conversation does wherever something of the program is called. */
type Step = (actor: string, moment: string) => void;

/** How many times the bystander is answered after the exception: by then the conversation is over, or stuck. */
const ROUNDS = 100;

/** Where a program may throw: `actor moment`. */
export const MOMENTS = [
  'client lookup',
  'client connectionAttempt',
  'client connect',
  'client connect listener',
  'client ready',
  'client data',
  'client second data',
  'client end',
  'client finish',
  'client close',
  'client timeout',
  'client write callback',
  'client end callback',
  'accepted data',
  'accepted end',
  'accepted finish',
  'accepted close',
  'server listening',
  'server connection',
  'server close',
  'refused error',
  'refused close',
  'refused connectionAttemptFailed',
];

/** With a `port` other than 0 a program waits for its conversation as long as it takes. */
export const throwing: Record<string, Program> = Object.fromEntries(
  MOMENTS.map(moment => [`an exception in: ${moment}`, (net, patience) => run(net, moment, patience !== 0)]),
);

/** Nothing else is going on: what was to follow has to come by itself. */
throwing['an exception in: connectionAttemptFailed, alone'] = net => {
  process.on('uncaughtException', error => print(`caught: ${error.message}`));
  const socket = net.connect('/nobody/listens/here');
  socket.on('connectionAttemptFailed', () => {
    throw new Error('alone');
  });
  socket.on('error', error => print(`error ${(error as NodeJS.ErrnoException).code}`));
  socket.on('close', () => print('close'));
};

function run(net: Net, throwsIn: string, patient: boolean): void {
  const lines = new Map<string, string[]>();
  const log = (actor: string, line: string): void => {
    lines.set(actor, [...(lines.get(actor) ?? []), line]);
  };
  const sockets: Socket[] = [];
  const servers: Server[] = [];
  let thrown = false;
  let over = false;
  const finish = (): void => {
    over = true;
    for (const actor of [...lines.keys()].sort()) print(`${actor}: ${lines.get(actor)?.join(', ')}`);
    for (const socket of sockets) socket.destroy();
    for (const server of servers) if (server.listening) server.close();
  };
  const step: Step = (actor, moment) => {
    if (over) return;
    log(actor, moment);
    if (thrown || `${actor} ${moment}` !== throwsIn) return;
    thrown = true;
    throw new Error(throwsIn);
  };
  withBystander(net, sockets, servers, rounds => {
    process.on('uncaughtException', error => {
      log('process', `caught: ${error.message}`);
      rounds(ROUNDS, () => {
        log('bystander', 'was answered');
        if (!over && !patient) finish();
      });
    });
    conversation(net, step, sockets, servers, () => {
      // What comes last may still throw.
      rounds(1, () => {
        log('conversation', 'complete');
        rounds(thrown ? ROUNDS : 0, finish);
      });
    });
  });
}

/** A connection of its own, there before anything is thrown: `begin` is given what makes it go to and fro. */
function withBystander(
  net: Net,
  sockets: Socket[],
  servers: Server[],
  begin: (rounds: (count: number, done: () => void) => void) => void,
): void {
  const server = net.createServer(socket => {
    sockets.push(socket);
    socket.pipe(socket);
  });
  servers.push(server);
  server.listen(0, '127.0.0.1', () => {
    const socket = net.connect((server.address() as AddressInfo).port, '127.0.0.1');
    sockets.push(socket);
    const rounds = (count: number, done: () => void): void => {
      if (count === 0) return done();
      socket.write('.');
      socket.once('data', () => rounds(count - 1, done));
    };
    socket.on('connect', () => begin(rounds));
  });
}

function conversation(net: Net, step: Step, sockets: Socket[], servers: Server[], done: () => void): void {
  const server = net.createServer({ allowHalfOpen: true }, socket => {
    sockets.push(socket);
    accepted(socket, step);
  });
  servers.push(server);
  let open = 2;
  const closed = (): void => {
    if (--open === 0) done();
  };
  server.prependListener('close', closed);
  for (const event of ['listening', 'connection', 'close']) server.on(event, () => step('server', event));
  server.listen(0, '127.0.0.1');
  // Not in the listening listener of the program: that one may throw.
  setImmediate(function begin(): void {
    if (!server.listening || server.address() === null) return void setImmediate(begin);
    const { port } = server.address() as AddressInfo;
    const socket = client(net, port, step);
    sockets.push(socket);
    socket.prependListener('close', () => {
      server.close();
      const last = refused(net, port, step);
      last.prependListener('close', closed);
      sockets.push(last);
    });
  });
}

function accepted(socket: Socket, step: Step): void {
  socket.on('data', chunk => socket.write(chunk));
  socket.on('end', () => socket.end());
  socket.once('data', () => step('accepted', 'data'));
  for (const event of ['end', 'finish', 'close']) socket.on(event, () => step('accepted', event));
}

function client(net: Net, port: number, step: Step): Socket {
  const socket = net.connect(
    {
      port,
      host: 'name.invalid',
      autoSelectFamily: false,
      lookup: loopback,
    },
    () => step('client', 'connect listener'),
  );
  const events = [
    'lookup',
    'connectionAttempt',
    'connect',
    'ready',
    'end',
    'finish',
    'close',
    'timeout',
    'drain',
  ];
  // Whoever goes on with the conversation comes first: a listener that throws keeps those after it from running.
  socket.on('connect', () => {
    socket.write('more than eight', () => step('client', 'write callback'));
  });
  let received = 0;
  let chunks = 0;
  socket.on('data', chunk => {
    received += chunk.length;
    if (received === 15) socket.setTimeout(5);
    if (received === 18) socket.end(() => step('client', 'end callback'));
    step('client', chunks++ === 0 ? 'data' : 'second data');
  });
  socket.on('timeout', () => {
    socket.setTimeout(0);
    socket.write('two');
  });
  for (const event of events) socket.on(event, () => step('client', event));
  return socket;
}

/** To a port where nobody listens any more. */
function refused(net: Net, port: number, step: Step): Socket {
  const socket = net.connect(port, '127.0.0.1');
  for (const event of ['connectionAttemptFailed', 'error', 'close']) {
    socket.on(event, () => step('refused', event));
  }
  return socket;
}

const loopback: LookupFunction = (_name, _options, callback) => {
  setImmediate(callback, null, '127.0.0.1', 4);
};
