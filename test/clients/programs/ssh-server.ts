// The server of ssh2 for the stories: it lets 'tester' in, runs three commands and a shell, has files, and forwards.
import type { EventEmitter } from 'node:events';
import net, { type AddressInfo } from 'node:net';
import ssh2, { type AuthContext, type Connection, type ServerChannel, type Session } from 'ssh2';
import { listen } from '../stage/serving.ts';
import { type Actor, isUnderTest } from '../stage/story.ts';
import { serveFiles } from './ssh-files.ts';

const HOST_KEY = ssh2.utils.generateKeyPairSync('ed25519').private;
export const USER_KEY = ssh2.utils.generateKeyPairSync('ecdsa', { bits: 256 });
const ALLOWED = ssh2.utils.parseKey(USER_KEY.public) as ssh2.ParsedKey;

/** Hidden in the types: the net.Server below, and the socket of a connection. */
interface Inner {
  _srv: net.Server;
}
interface InnerConnection {
  _sock: net.Socket;
}

export interface Serving {
  port: number;
  server: net.Server;
  files: Map<string, Buffer>;
}

export async function serving(actor: Actor): Promise<Serving> {
  const files = new Map<string, Buffer>();
  const config = { hostKeys: [HOST_KEY], greeting: 'hello', banner: 'be kind', ident: 'test' };
  const server = new ssh2.Server(config, connection => {
    const { _sock } = connection as unknown as InnerConnection;
    void isUnderTest(_sock);
    _sock.setNoDelay();
    actor.watches(connection, 'ready', 'error', 'end', 'close');
    connection.on('authentication', context => {
      actor.sees('authentication', context.method, context.username);
      authenticate(context);
    });
    connection.on('session', accept => serveSession(accept(), connection, actor, files));
    connection.on('tcpip', (accept, reject, { destIP, destPort }) => {
      const target = net.connect({ port: destPort, host: destIP, allowHalfOpen: true });
      target.on('error', () => reject());
      target.on('connect', () => {
        const channel = accept();
        target.pipe(channel).pipe(target);
      });
    });
    forwardBack(connection);
  });
  const inner = (server as unknown as Inner)._srv;
  return { port: await listen(inner), server: inner, files };
}

function authenticate(context: AuthContext): void {
  if (context.method === 'password' && context.password === 'secret') return context.accept();
  if (context.method === 'publickey' && context.key.data.equals(ALLOWED.getPublicSSH())) {
    const { signature, blob, hashAlgo } = context;
    if (!signature || (blob && ALLOWED.verify(blob, signature, hashAlgo) === true)) return context.accept();
  }
  context.reject(['password', 'publickey']);
}

function serveSession(
  session: Session,
  connection: Connection,
  actor: Actor,
  files: Map<string, Buffer>,
): void {
  session.on('pty', (accept, _reject, { cols, rows, term }) => {
    actor.sees('pty', { cols, rows, term });
    accept?.();
  });
  session.on('exec', (accept, reject, { command }) => {
    actor.sees('exec', command);
    if (command === 'refused') reject();
    else if (command === 'drop') (connection as unknown as InnerConnection)._sock.destroy();
    else if (command === 'reset') (connection as unknown as InnerConnection)._sock.resetAndDestroy();
    else execute(accept(), command);
  });
  session.on('shell', accept => capitals(accept()));
  session.on('sftp', accept => serveFiles(accept(), files));
}

function execute(channel: ServerChannel, command: string): void {
  if (command === 'echo') {
    channel.pipe(channel, { end: false });
    channel.on('end', () => finish(channel, 0));
    return;
  }
  channel.write(`out of ${command}`);
  channel.stderr.write(`err of ${command}`);
  finish(channel, command === 'fail' ? 3 : 0);
}

/** A shell that answers in capitals. */
function capitals(channel: ServerChannel): void {
  channel.setEncoding('utf8').on('data', (text: string) => {
    channel.write(text.toUpperCase());
    if (text.includes('exit')) finish(channel, 0);
  });
}

function finish(channel: ServerChannel, code: number): void {
  channel.exit(code);
  channel.end();
}

/** Listens where the client asks it to, and sends it the first connection. */
function forwardBack(connection: Connection): void {
  (connection as EventEmitter).on('request', (accept, reject, name, { bindAddr }) => {
    if (name !== 'tcpip-forward') return reject?.();
    const server = net.createServer({ allowHalfOpen: true }, socket => {
      const { port } = server.address() as AddressInfo;
      server.close();
      connection.forwardOut(bindAddr, port, '127.0.0.1', 1, (error, channel) => {
        if (error) socket.destroy();
        else socket.pipe(channel).pipe(socket);
      });
    });
    void listen(server).then(port => accept?.(port));
  });
}
